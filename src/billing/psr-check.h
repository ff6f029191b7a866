/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-draft.h"
#include "psr-explain.h"

G_BEGIN_DECLS

/**
 * PsrCheckWeight:
 * @PSR_CHECK_BLOCKS: nothing is sent until it is put right
 * @PSR_CHECK_BLOCKS_ORDERS: the same, where an order is made of it
 * @PSR_CHECK_ASKS: nothing is sent until it is put right, or a person accepts it
 *
 * What it means when a check doesn't pass.
 */
typedef enum
{
  PSR_CHECK_BLOCKS,
  PSR_CHECK_BLOCKS_ORDERS,
  PSR_CHECK_ASKS,
} PsrCheckWeight;

typedef struct _PsrCheckNotes PsrCheckNotes;

/**
 * PsrCheckFunc:
 * @draft: a document in the making
 * @notes: where to name what doesn't pass, with psr_check_notes_add(); a check
 *   that names nothing has passed
 *
 * Looks at one thing, from what was looked up before; it asks nobody.
 */
typedef void (*PsrCheckFunc) (const PsrDraft *draft,
                              PsrCheckNotes  *notes);

/**
 * PsrCheck:
 * @id: its name, as the database keeps it and `--json` and `--accept` use it
 * @weight: what it means when it doesn't pass
 * @sentence: what holds when it passes
 * @what: what is the matter when it doesn't
 * @why: why; %s is what it is about
 * @mend: how to put it right
 * @look: what looks
 *
 * One of the checks before sending. To add one is to add a row to the table in
 * psr-check.c, and its function.
 */
typedef struct
{
  const char     *id;
  PsrCheckWeight  weight;
  const char     *sentence;
  const char     *what;
  const char     *why;
  const char     *mend;
  PsrCheckFunc    look;
} PsrCheck;

const PsrCheck *psr_check_list        (gsize          *n_checks);
const PsrCheck *psr_check_find        (const char     *id);
PsrExplanation *psr_check_explain     (const PsrCheck *check,
                                       const char     *about) G_GNUC_WARN_UNUSED_RESULT;
void            psr_check_notes_add   (PsrCheckNotes  *notes,
                                       const char     *about);
void            psr_check_notes_later (PsrCheckNotes  *notes);

G_END_DECLS
