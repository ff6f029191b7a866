/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrTrouble:
 * @PSR_TROUBLE_NONE: nothing is wrong
 * @PSR_TROUBLE_PERSON: something needs a person
 * @PSR_TROUBLE_USAGE: the profile, or what was asked for, is wrong
 * @PSR_TROUBLE_CONNECTION: a service can't be reached or doesn't let us in
 * @PSR_TROUBLE_STATE: the local state can't be used
 *
 * Whom or what an error is about; the numbers are passerellectl's exit
 * statuses.
 */
typedef enum
{
  PSR_TROUBLE_NONE       = 0,
  PSR_TROUBLE_PERSON     = 1,
  PSR_TROUBLE_USAGE      = 2,
  PSR_TROUBLE_CONNECTION = 3,
  PSR_TROUBLE_STATE      = 4,
} PsrTrouble;

/**
 * PsrCondition:
 * @PSR_CONDITION_OTHER: anything else
 * @PSR_CONDITION_OFFLINE: a service can't be reached
 * @PSR_CONDITION_SIGN_IN: a service doesn't accept who we are
 * @PSR_CONDITION_BUSY: a service has enough for now
 * @PSR_CONDITION_NEWER: a newer version has written the local state
 * @PSR_CONDITION_STOPPED: somebody asked to stop
 *
 * What an error means for as long as it lasts.
 */
typedef enum
{
  PSR_CONDITION_OTHER,
  PSR_CONDITION_OFFLINE,
  PSR_CONDITION_SIGN_IN,
  PSR_CONDITION_BUSY,
  PSR_CONDITION_NEWER,
  PSR_CONDITION_STOPPED,
} PsrCondition;

PsrTrouble   psr_trouble_of_error   (const GError *error);
PsrCondition psr_condition_of_error (const GError *error);

G_END_DECLS
