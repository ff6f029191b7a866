/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-json-writer.h"

G_BEGIN_DECLS

char       *psr_sync_person_join       (const char    *first,
                                        const char    *last);
char       *psr_sync_person_dup_name   (JsonObject    *contact);
JsonObject *psr_sync_person_compose    (JsonObject    *contact);
void        psr_sync_person_write_name (JsonObject    *contact,
                                        const char    *name,
                                        PsrJsonWriter *writer);

G_END_DECLS
