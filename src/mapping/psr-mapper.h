/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field-map.h"
#include "psr-json-item.h"
#include "psr-map-notes.h"
#include "psr-record.h"

G_BEGIN_DECLS

/**
 * PsrMapLinkFunc:
 * @entity: the kind of record
 * @id: its id on the side that is read, in canonical form
 * @user_data: what psr_mapper_apply_linked() was given
 *
 * Finds the other half of a pair in the link table.
 *
 * Returns: (transfer full) (nullable): the id on the side that is written, or
 *   %NULL when the record has no partner there
 */
typedef char *(*PsrMapLinkFunc) (PsrEntity   entity,
                                 const char *id,
                                 gpointer    user_data);

gboolean   psr_mapper_fill         (PsrFieldMap        *map,
                                    const PsrJsonItem  *source,
                                    PsrMapNotes        *notes,
                                    PsrRecord          *record,
                                    GError            **error);
PsrRecord *psr_mapper_apply        (PsrFieldMap        *map,
                                    const PsrJsonItem  *source,
                                    PsrMapNotes        *notes,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
PsrRecord *psr_mapper_apply_linked (PsrFieldMap        *map,
                                    const PsrJsonItem  *source,
                                    PsrMapNotes        *notes,
                                    PsrMapLinkFunc      find_link,
                                    gpointer            user_data,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
