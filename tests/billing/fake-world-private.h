/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-world.h"
#include "psr-decimal.h"
#include "psr-request.h"

G_BEGIN_DECLS

typedef struct
{
  char       *id;
  char       *type;
  char       *item_id;
  char       *number;
  char       *unit;
  char       *description;
  PsrDecimal  quantity;
  /* Of an order: how much is on posted invoices. */
  PsrDecimal  invoiced;
  PsrDecimal  price;
  PsrDecimal  percent;
  PsrDecimal  discount;
  guint       tax_percent;
} FakeLine;

void          fake_world_line_free     (gpointer       data);
void          fake_world_document_free (gpointer       data);
FakeDocument *fake_world_make_document (FakeWorld     *self,
                                        const char    *set,
                                        const char    *body);
FakeDocument *fake_world_copy_document (FakeWorld     *self,
                                        FakeDocument  *from);
char         *fake_world_document_json (FakeWorld     *self,
                                        FakeDocument  *document,
                                        gboolean       with_lines);
PsrResponse  *fake_world_patch_line    (FakeWorld     *self,
                                        const char    *url,
                                        const char    *body);
FakeFate      fake_world_next_fate     (GArray        *fates);
DexFuture *fake_world_throttle (FakeWorld *self);
gboolean      fake_world_is_wanted     (const char    *query,
                                        const char    *value);
void          fake_world_let_others    (FakeWorld     *self,
                                        const char    *body);
DexFuture    *fake_world_serve_quotes  (FakeWorld     *self,
                                        PsrRequest    *request,
                                        const char    *url,
                                        const char    *body);

PsrResponse *fake_world_answer        (FakeWorld         *self,
                                       guint              status,
                                       const char        *json);
PsrResponse *fake_world_refuse        (FakeWorld         *self,
                                       guint              status,
                                       const char        *code,
                                       const char        *message);
DexFuture   *fake_world_fail          (PsrTransportError  code,
                                       const char        *message);
PsrResponse *fake_world_list_memos    (FakeWorld         *self,
                                       const char        *url);
PsrResponse *fake_world_list_entries  (FakeWorld         *self,
                                       const char        *url);
PsrResponse *fake_world_list_invoices (FakeWorld         *self,
                                       const char        *url);
DexFuture   *fake_world_change_status (FakeWorld         *self,
                                       const char        *body);

PsrResponse *fake_world_list_posted   (FakeWorld  *self,
                                       const char *url);
DexFuture   *fake_world_delete        (FakeWorld  *self,
                                       const char *url,
                                       const char *etag);
DexFuture   *fake_world_answer_action (FakeWorld  *self,
                                       const char *url);

PsrResponse *fake_world_list_customers (FakeWorld *self);

G_END_DECLS
