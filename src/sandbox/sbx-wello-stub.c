/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-stub"

#include "sbx-seed.h"
#include "sbx-wello.h"

/* Stands in until the Wello server and the seed are there. */
struct _SbxWello
{
  SbxOptions *options;
};

const SbxSwitch sbx_wello_switches[] = { { NULL } };

SbxWello *
sbx_wello_new (SbxOptions *options)
{
  SbxWello *wello = g_new0 (SbxWello, 1);

  wello->options = options;
  return wello;
}

void
sbx_wello_free (SbxWello *wello)
{
  g_free (wello);
}

SbxTable *
sbx_wello_table (SbxWello   *wello,
                 const char *controller)
{
  return NULL;
}

const char *
sbx_wello_domain (SbxWello *wello)
{
  return "TESTAPI";
}

const char *
sbx_wello_user (SbxWello *wello)
{
  return "APIUser";
}

const char *
sbx_wello_password (SbxWello *wello)
{
  return "123456";
}

void
sbx_wello_handle (SbxRequest  *request,
                  SbxResponse *response,
                  gpointer     data)
{
  sbx_response_set (response, 404, "application/json", "{\"Message\":\"Not found\"}");
}

void
sbx_wello_error (SbxResponse *response,
                 guint        status,
                 const char  *code,
                 const char  *message,
                 gpointer     data)
{
  sbx_response_set (response, status, "application/json", "{\"Message\":\"Error\"}");
}

void
sbx_wello_dump (SbxWello *wello,
                GString  *out)
{
  g_string_append (out, "{\"invoices\":[]}");
}

void
sbx_seed_fill (SbxWorld *world)
{
}
