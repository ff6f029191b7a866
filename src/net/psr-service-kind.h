/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrServiceKind:
 * @PSR_SERVICE_BC: Microsoft Dynamics 365 Business Central
 * @PSR_SERVICE_WELLO: Wello Solutions
 * @PSR_SERVICE_ENTRA: the sign-in service of Microsoft
 *
 * Which service is spoken to: it decides the words of messages and how error
 * bodies are read.
 */
typedef enum
{
  PSR_SERVICE_BC,
  PSR_SERVICE_WELLO,
  PSR_SERVICE_ENTRA,
} PsrServiceKind;

const char *psr_service_kind_get_name (PsrServiceKind kind);

G_END_DECLS
