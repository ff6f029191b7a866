/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrFilterTrial:
 * @n: how many records were read
 * @has_more: whether there are more than these
 * @first: (nullable): what the first one is called
 *
 * What a filter leaves. Reference counted.
 */
typedef struct
{
  guint     n;
  gboolean  has_more;
  char     *first;
} PsrFilterTrial;

#define PSR_TYPE_FILTER_TRIAL (psr_filter_trial_get_type ())

GType           psr_filter_trial_get_type (void) G_GNUC_CONST;
PsrFilterTrial *psr_filter_trial_new      (guint           n,
                                           gboolean        has_more,
                                           const char     *first);
PsrFilterTrial *psr_filter_trial_ref      (PsrFilterTrial *self);
void            psr_filter_trial_unref    (PsrFilterTrial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFilterTrial, psr_filter_trial_unref)

G_END_DECLS
