/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PSR_TYPE_MATCH_ROW (psr_match_row_get_type ())

/**
 * PsrMatchRow:
 *
 * A record as people recognise it, for lists. Doesn't change.
 */
G_DECLARE_FINAL_TYPE (PsrMatchRow, psr_match_row, PSR, MATCH_ROW, GObject)

PsrMatchRow *psr_match_row_new        (const char  *id,
                                       const char  *number,
                                       const char  *name,
                                       const char  *city);
const char  *psr_match_row_get_id     (PsrMatchRow *self);
const char  *psr_match_row_get_number (PsrMatchRow *self);
const char  *psr_match_row_get_name   (PsrMatchRow *self);
const char  *psr_match_row_get_city   (PsrMatchRow *self);
gboolean     psr_match_row_matches    (PsrMatchRow *self,
                                       const char  *search);

/**
 * PsrMatching:
 * @coupled: (element-type PsrMatchRow): records of Business Central that are coupled with
 *   one of Wello
 * @bc: (element-type PsrMatchRow): records that only Business Central has
 * @wello: (element-type PsrMatchRow): records that only Wello has
 * @n_to_settle: how many wait until a person says what belongs together
 *
 * What belongs together, as far as it is known here, and what is alone. Reference counted.
 */
typedef struct
{
  GListStore *coupled;
  GListStore *bc;
  GListStore *wello;
  guint       n_to_settle;
} PsrMatching;

#define PSR_TYPE_MATCHING (psr_matching_get_type ())

GType        psr_matching_get_type (void) G_GNUC_CONST;
PsrMatching *psr_matching_new      (void);
PsrMatching *psr_matching_ref      (PsrMatching *self);
void         psr_matching_unref    (PsrMatching *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMatching, psr_matching_unref)

G_END_DECLS
