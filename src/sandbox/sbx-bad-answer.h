/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-fault.h"
#include "sbx-http.h"

/* Makes of a response what the fault says. */
void sbx_bad_answer (const SbxFault *fault, const SbxService *service, gpointer data, SbxResponse *response);
