/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sbx-value.h"

/* One request, copied from the wire, so that it can be handled when its connection is long gone. */
typedef struct
{
  char               *method;
  char               *path;    /* as in the URL, still percent-encoded, with its leading '/' */
  char               *query;   /* as in the URL; NULL: none */
  SoupMessageHeaders *headers;
  GBytes             *body;    /* never NULL */
  char               *origin;  /* "http://127.0.0.1:1234" as the client wrote it (Host), for links */
} SbxRequest;

typedef struct
{
  guint               status;
  SoupMessageHeaders *headers;
  GString            *body;
} SbxResponse;

SbxRequest  *sbx_request_new        (const char *method, const char *path, const char *query, GBytes *body);
void         sbx_request_free       (SbxRequest *request);
const char  *sbx_request_header     (SbxRequest *request, const char *name);
/* Whether a list header (Prefer) holds a token, without its value: "return=minimal", "odata.maxpagesize". */
gboolean     sbx_request_prefers    (SbxRequest *request, const char *token, char **value);
/* The decoded segments of the path: "companies(…)" "items". */
GStrv        sbx_request_segments   (SbxRequest *request);
/* The body as a JSON object, NULL when it isn't one (malformed, not UTF-8, too deep). */
JsonObject  *sbx_request_json       (SbxRequest *request, JsonNode **holder);
/* One decoded option of the query; NULL: not there. */
char        *sbx_request_option     (SbxRequest *request, const char *name);

/* "$filter=number%20eq%20'1'" decoded into its two halves; '+' is a space. FALSE: bad percent-encoding. */
gboolean     sbx_http_split_option  (const char *option, char **name, char **value);

SbxResponse *sbx_response_new       (void);
void         sbx_response_free      (SbxResponse *response);
void         sbx_response_set       (SbxResponse *response, guint status, const char *content_type, const char *body);
void         sbx_response_header    (SbxResponse *response, const char *name, const char *value);

/* "salesOrders(5d11…)" → "salesOrders" and "5d11…" (NULL when there are no parentheses). */
char        *sbx_segment_split      (const char *segment, char **key);

/* A service: what a server answers. Handling is synchronous and must not depend on the connection. */
typedef struct
{
  const char *name; /* "bc", "wello", "entra" */
  void  (*handle)  (SbxRequest *request, SbxResponse *response, gpointer data);
  /* Writes the service's own error for a status that the server or a fault decides: 401 429 503 409 400 … */
  void  (*error)   (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
  /* Whom the request limits count: newly allocated, NULL: nobody. May be NULL. */
  char *(*account) (SbxRequest *request, gpointer data);
} SbxService;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxRequest, sbx_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxResponse, sbx_response_free)
