/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrDeletion:
 * @documents: how many documents are known
 * @unfinished: how many of them are on their way, or are in Business Central and not
 *   posted, or need a look
 * @requests: how many things were asked for that nobody has finished
 * @accounts: of how many new accounts it isn't known whether they became customers
 * @listed_again: how many are listed anew by whoever begins again: Wello isn't told
 *   what was skipped, or is billed by another document
 * @is_automatic: whether the profile has it sent without a person then
 *
 * What there is to delete, and what keeps it from being deleted. A boxed, reference
 * counted value.
 */
typedef struct
{
  guint documents;
  guint unfinished;
  guint requests;
  guint accounts;
  guint listed_again;
  gboolean is_automatic;
} PsrDeletion;

#define PSR_TYPE_DELETION (psr_deletion_get_type ())

GType        psr_deletion_get_type (void) G_GNUC_CONST;
PsrDeletion *psr_deletion_new      (void);
PsrDeletion *psr_deletion_ref      (PsrDeletion        *self);
void         psr_deletion_unref    (PsrDeletion        *self);
gboolean     psr_deletion_check    (const PsrDeletion  *self,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrDeletion, psr_deletion_unref)

G_END_DECLS
