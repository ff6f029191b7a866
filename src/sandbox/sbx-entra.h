/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc.h"
#include "sbx-http.h"
#include "sbx-options.h"

/* Microsoft Entra ID: one tenant with one registered application, in which two people can sign in as well. */
typedef struct _SbxEntra SbxEntra;

SbxEntra   *sbx_entra_new           (SbxOptions *options, SbxBc *bc);
void        sbx_entra_free          (SbxEntra *entra);
const char *sbx_entra_client_id     (SbxEntra *entra);
const char *sbx_entra_client_secret (SbxEntra *entra);
/* No refresh token holds any more. */
void        sbx_entra_revoke        (SbxEntra *entra);

/* For SbxService; data is the SbxEntra. */
void        sbx_entra_handle        (SbxRequest *request, SbxResponse *response, gpointer data);
void        sbx_entra_error         (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxEntra, sbx_entra_free)
