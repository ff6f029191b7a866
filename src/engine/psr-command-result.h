/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-billing-report.h"

G_BEGIN_DECLS

/*
 * What became of a command, as the ledger keeps it for whoever asked: JSON text,
 * so that another process can read it.
 */

char      *psr_command_result_from_error   (const GError      *error);
void       psr_command_result_set_error    (const char        *text,
                                            GError           **error);
char      *psr_command_result_from_flows   (GPtrArray         *flows);
GPtrArray *psr_command_result_to_flows     (const char        *text,
                                            GError           **error);
char      *psr_command_result_from_dry_run (PsrBillingReport  *report);
JsonNode  *psr_command_result_parse        (const char        *text,
                                            GError           **error);

G_END_DECLS
