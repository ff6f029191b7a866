/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrMendAction:
 * @PSR_MEND_NONE: nothing that a program can do
 * @PSR_MEND_READ_AGAIN: look again whether it is mended
 * @PSR_MEND_SYNC: run the flow that is the argument
 * @PSR_MEND_SET_UP: change the part of the profile that is the argument: `labour`,
 *   `parts`, `vat` or `documents`
 * @PSR_MEND_ACCEPT: accept the check that is the argument
 * @PSR_MEND_BILL_AS: bill as the kind of document that is the argument
 * @PSR_MEND_BILL: bill it by its number
 * @PSR_MEND_SIGN_IN: let a person sign in
 * @PSR_MEND_STORE_SECRET: store the secret that is the argument
 * @PSR_MEND_CHECK: check both connections
 * @PSR_MEND_CONFIRM: use the local state with the company that is the argument
 * @PSR_MEND_PROPOSAL: decide about the proposal that is the argument: the id of an account
 *   in Wello, a blank and its name
 *
 * What a program can offer to mend something.
 */
typedef enum
{
  PSR_MEND_NONE,
  PSR_MEND_READ_AGAIN,
  PSR_MEND_SYNC,
  PSR_MEND_SET_UP,
  PSR_MEND_ACCEPT,
  PSR_MEND_BILL_AS,
  PSR_MEND_BILL,
  PSR_MEND_SIGN_IN,
  PSR_MEND_STORE_SECRET,
  PSR_MEND_CHECK,
  PSR_MEND_CONFIRM,
  PSR_MEND_PROPOSAL,
} PsrMendAction;

/**
 * PsrMend:
 * @action: what a program can offer
 * @argument: what with, or ""
 * @text: what is left to be said, without commands for a terminal, translated
 *
 * How to mend something, for a window.
 */
typedef struct
{
  PsrMendAction  action;
  char          *argument;
  char          *text;
} PsrMend;

PsrMend    *psr_mend_new              (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
PsrMend    *psr_mend_new_for_check    (const char    *check,
                                       const char    *text) G_GNUC_WARN_UNUSED_RESULT;
const char *psr_mend_find_step        (const char    *part);
void        psr_mend_free             (PsrMend       *self);
const char *psr_mend_action_to_string (PsrMendAction  action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMend, psr_mend_free)

G_END_DECLS
