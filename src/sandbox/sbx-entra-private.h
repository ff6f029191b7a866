/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-entra.h"

#define SBX_ENTRA_CLIENT_ID "3c1f9b52-6d0e-4a87-9a41-5e2b7c8d9f10"
#define SBX_ENTRA_RESOURCE "https://api.businesscentral.dynamics.com"

/* Who can sign in. */
typedef struct
{
  const char *key;   /* on the consent page */
  const char *name;
  const char *user;  /* before the domain */
} SbxPerson;

struct _SbxEntra
{
  SbxOptions *options;
  SbxBc      *bc;
  GRand      *rand;
  GHashTable *codes;    /* code → SbxCode */
  GHashTable *devices;  /* device code → SbxDevice */
  GHashTable *refresh;  /* refresh token → const SbxPerson */
};

void             sbx_entra_refuse        (SbxEntra *entra, SbxResponse *response, guint status, const char *error, int number, const char *message);
/* FALSE: the tenant or the application is not known, and the answer says so. */
gboolean         sbx_entra_check_client  (SbxEntra *entra, SbxResponse *response, const char *tenant, const char *client_id);
/* The answer with tokens; person is NULL for the application itself. */
void             sbx_entra_grant         (SbxEntra *entra, SbxResponse *response, const SbxPerson *person, const char *scope);
char            *sbx_entra_base64url     (const guchar *bytes, gsize size);

void             sbx_entra_person_init   (SbxEntra *entra);
void             sbx_entra_person_clear  (SbxEntra *entra);
/* FALSE: not an address for people. */
gboolean         sbx_entra_person_handle (SbxEntra *entra, SbxRequest *request, SbxResponse *response, GStrv path);
/* FALSE: not a grant for people. */
gboolean         sbx_entra_person_token  (SbxEntra *entra, SbxRequest *fields, SbxResponse *response, const char *type);
