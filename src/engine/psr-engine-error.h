/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrEngineError:
 * @PSR_ENGINE_ERROR_SETTINGS: the profile doesn't fit what the services say
 * @PSR_ENGINE_ERROR_NOT_FOUND: what was asked for isn't there
 * @PSR_ENGINE_ERROR_AMBIGUOUS: what was asked for is more than one thing
 * @PSR_ENGINE_ERROR_BOUND: the state belongs to another company or Wello
 * @PSR_ENGINE_ERROR_ELSEWHERE: another state of this user has the same company
 * @PSR_ENGINE_ERROR_STOPPED: a person asked to stop
 * @PSR_ENGINE_ERROR_UNFINISHED: something has to come to its end first
 *
 * What can go wrong above the flows. The texts are explained errors.
 */
typedef enum
{
  PSR_ENGINE_ERROR_SETTINGS,
  PSR_ENGINE_ERROR_NOT_FOUND,
  PSR_ENGINE_ERROR_AMBIGUOUS,
  PSR_ENGINE_ERROR_BOUND,
  PSR_ENGINE_ERROR_ELSEWHERE,
  PSR_ENGINE_ERROR_STOPPED,
  PSR_ENGINE_ERROR_UNFINISHED,
} PsrEngineError;

#define PSR_ENGINE_ERROR (psr_engine_error_quark ())

GQuark psr_engine_error_quark (void);

G_END_DECLS
