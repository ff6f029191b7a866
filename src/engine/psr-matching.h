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
PsrMatchRow *psr_match_row_new_coupled
                                      (const char  *id,
                                       const char  *number,
                                       const char  *name,
                                       const char  *city,
                                       const char  *other);
const char  *psr_match_row_get_id     (PsrMatchRow *self);
const char  *psr_match_row_get_number (PsrMatchRow *self);
const char  *psr_match_row_get_name   (PsrMatchRow *self);
const char  *psr_match_row_get_city   (PsrMatchRow *self);
const char  *psr_match_row_get_other  (PsrMatchRow *self);
gboolean     psr_match_row_matches    (PsrMatchRow *self,
                                       const char  *search);

/**
 * PsrMatchOpen:
 * @id: canonical GUID of a record, in the service that has it
 * @number: its number, or ""
 * @what: what is the matter, translated
 * @why: why, or ""
 * @mend: what to do about it, or ""
 *
 * A record of which a person has to say what belongs together.
 */
typedef struct
{
  char *id;
  char *number;
  char *what;
  char *why;
  char *mend;
} PsrMatchOpen;

/**
 * PsrMatching:
 * @coupled: (element-type PsrMatchRow): records of Business Central that are coupled with
 *   one of Wello
 * @bc: (element-type PsrMatchRow): records that only Business Central has
 * @wello: (element-type PsrMatchRow): records that only Wello has
 * @to_settle: (element-type PsrMatchOpen): those that wait until a person says what belongs
 *   together
 *
 * What belongs together, as far as it is known here, and what is alone. Reference counted.
 */
typedef struct
{
  GListStore *coupled;
  GListStore *bc;
  GListStore *wello;
  GPtrArray  *to_settle;
} PsrMatching;

#define PSR_TYPE_MATCHING (psr_matching_get_type ())

GType        psr_matching_get_type (void) G_GNUC_CONST;
PsrMatching *psr_matching_new      (void);
PsrMatching *psr_matching_ref      (PsrMatching *self);
void         psr_matching_unref    (PsrMatching *self);
void         psr_matching_add_open (PsrMatching *self,
                                    const char  *id,
                                    const char  *number,
                                    const char  *what,
                                    const char  *why,
                                    const char  *mend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMatching, psr_matching_unref)

G_END_DECLS
