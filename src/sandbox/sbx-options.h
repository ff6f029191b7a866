/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A reading of the services that their documentation leaves open. */
typedef struct
{
  const char *name;    /* "bc.deep-insert-echo" */
  const char *values;  /* "no|yes": the first is the default */
  const char *meaning;
} SbxSwitch;

/* Ends with a NULL name. */
extern const SbxSwitch sbx_bc_switches[];
extern const SbxSwitch sbx_entra_switches[];
extern const SbxSwitch sbx_wello_switches[];

typedef struct
{
  int         port; /* of the sign-in server; the next two are the others'; 0: free ones */
  guint       seed;
  guint       customers;
  guint       items;
  guint       work_orders;
  gboolean    tls;
  guint       latency;        /* milliseconds */
  guint       token_lifetime; /* seconds */
  gboolean    watch_stdin;
  char       *dump;           /* file for what /control/dump shows, written at the end; NULL: none */
  GPtrArray  *faults;         /* of char *: 'kind=429,service=bc,…' */
  GHashTable *switches;       /* name → value, only those set */
} SbxOptions;

SbxOptions *sbx_options_new        (void);
void        sbx_options_free       (SbxOptions *options);
gboolean    sbx_options_parse      (SbxOptions *options, int *argc, char ***argv, GError **error);
/* "NAME=VALUE" */
gboolean    sbx_options_set        (SbxOptions *options, const char *assignment, GError **error);
/* The value of a switch; an unknown name is a programming error and aborts. */
const char *sbx_options_get        (SbxOptions *options, const char *name);
gboolean    sbx_options_is         (SbxOptions *options, const char *name, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxOptions, sbx_options_free)
