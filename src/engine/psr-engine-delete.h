/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-deletion.h"
#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrEngineDeleteFlags:
 * @PSR_ENGINE_DELETE_NONE: what is kept locally
 * @PSR_ENGINE_DELETE_SECRETS: and the secrets of its accounts in the keyring
 * @PSR_ENGINE_DELETE_WAIT: who has it open is waited for some seconds
 */
typedef enum
{
  PSR_ENGINE_DELETE_NONE    = 0,
  PSR_ENGINE_DELETE_SECRETS = 1 << 0,
  PSR_ENGINE_DELETE_WAIT    = 1 << 1,
} PsrEngineDeleteFlags;

DexFuture *psr_engine_view_deletion (PsrEngine            *self);
DexFuture *psr_engine_delete_data   (PsrEngine            *self,
                                     PsrEngineDeleteFlags  flags);

G_END_DECLS
