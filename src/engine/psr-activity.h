/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/**
 * PsrActivityKind:
 * @PSR_ACTIVITY_DONE: something came to its end
 * @PSR_ACTIVITY_PERSON: somebody decided something
 * @PSR_ACTIVITY_ATTENTION: something needs a person
 * @PSR_ACTIVITY_TROUBLE: something went wrong
 *
 * What an activity is about.
 */
typedef enum
{
  PSR_ACTIVITY_DONE,
  PSR_ACTIVITY_PERSON,
  PSR_ACTIVITY_ATTENTION,
  PSR_ACTIVITY_TROUBLE,
} PsrActivityKind;

/**
 * PsrActivity:
 * @at: when
 * @kind: what it is about
 * @title: what happened, translated
 * @about: the document's number, or the flow, translated
 * @text: more about it, translated, or ""
 * @who: the person, or "" where the program did it
 * @is_automatic: whether it was approved without a person
 * @number: the document's number, or ""
 * @queue: of a document, where it went
 *
 * A line of the timeline.
 */
typedef struct
{
  PsrTimestamp     at;
  PsrActivityKind  kind;
  char            *title;
  char            *about;
  char            *text;
  char            *who;
  gboolean         is_automatic;
  char            *number;
  PsrQueue         queue;
} PsrActivity;

/**
 * PsrBilledDay:
 * @day: the day, "YYYY-MM-DD"
 * @billed: how many documents were made on it
 * @same_day: how many of them bill work that was completed that very day
 */
typedef struct
{
  char  *day;
  guint  billed;
  guint  same_day;
} PsrBilledDay;

/**
 * PsrTimeline:
 * @activities: (element-type PsrActivity): what happened, the newest first
 * @has_more: whether more happened before
 *
 * A part of the timeline, up to now and without gaps.
 */
typedef struct
{
  GPtrArray *activities;
  gboolean   has_more;
} PsrTimeline;

#define PSR_TYPE_TIMELINE (psr_timeline_get_type ())

GType         psr_timeline_get_type (void) G_GNUC_CONST;
PsrTimeline  *psr_timeline_new    (void);
PsrTimeline  *psr_timeline_ref    (PsrTimeline  *self);
void          psr_timeline_unref  (PsrTimeline  *self);
PsrActivity  *psr_activity_new    (PsrTimestamp  at,
                                   const char   *title,
                                   const char   *about);
void          psr_activity_free   (PsrActivity  *self);
PsrBilledDay *psr_billed_day_new  (const char   *day);
void          psr_billed_day_free (PsrBilledDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrActivity, psr_activity_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBilledDay, psr_billed_day_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrTimeline, psr_timeline_unref)

G_END_DECLS
