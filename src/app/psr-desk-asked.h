/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-status.h"

G_BEGIN_DECLS

/**
 * PsrDeskRequest:
 * @id: its number, 0 until it is written down
 * @n: how many documents it is about
 * @is_over: nobody waits for its answer any more
 * @is_settled: it was answered, or isn't open any more
 *
 * One request to bill.
 */
typedef struct
{
  gint64   id;
  guint    n;
  gboolean is_over;
  gboolean is_settled;
} PsrDeskRequest;

/**
 * PsrDeskAsked:
 * @requests: (element-type PsrDeskRequest): in their order
 * @is_taken_back: whether somebody has stopped them since
 *
 * What a window has asked to be billed since the last Stop.
 */
typedef struct
{
  GPtrArray *requests;
  gboolean   is_taken_back;
} PsrDeskAsked;

PsrDeskAsked   *psr_desk_asked_new     (void);
PsrDeskAsked   *psr_desk_asked_ref     (PsrDeskAsked    *self);
void            psr_desk_asked_unref   (PsrDeskAsked    *self);
PsrDeskRequest *psr_desk_asked_add     (PsrDeskAsked    *self,
                                        guint            n);
void            psr_desk_asked_ask_again
                                       (PsrDeskAsked    *self,
                                        PsrDeskAsked    *other);
void            psr_desk_asked_compare (PsrDeskAsked    *self,
                                        PsrEngineStatus *status);
guint           psr_desk_asked_count   (PsrDeskAsked    *self,
                                        gboolean         is_over);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrDeskAsked, psr_desk_asked_unref)

G_END_DECLS
