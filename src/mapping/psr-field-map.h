/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-field.h"

G_BEGIN_DECLS

/**
 * PSR_MAP_V1:
 *
 * What the names of mappings end with that are for API v1.0 of Business Central.
 */
#define PSR_MAP_V1            "-v1"

/**
 * PSR_MAP_CUSTOMERS:
 *
 * Customers of Business Central to companies of Wello.
 */
#define PSR_MAP_CUSTOMERS     "customers-bc-to-wello"

/**
 * PSR_MAP_CONTACTS:
 *
 * Customers of Business Central to the default contacts of these companies.
 */
#define PSR_MAP_CONTACTS      "contacts-bc-to-wello"

/**
 * PSR_MAP_PEOPLE:
 *
 * Contacts of Business Central to contacts of Wello.
 */
#define PSR_MAP_PEOPLE        "people-bc-to-wello"

/**
 * PSR_MAP_ITEMS:
 *
 * Items of Business Central to articles of Wello.
 */
#define PSR_MAP_ITEMS         "items-bc-to-wello"

/**
 * PSR_MAP_LOCATIONS:
 *
 * Locations of Business Central to stock locations of Wello, to couple them.
 */
#define PSR_MAP_LOCATIONS     "locations-bc-to-wello"

/**
 * PSR_MAP_INVOICE_LINES:
 *
 * Lines of Wello invoices to sales lines of Business Central.
 */
#define PSR_MAP_INVOICE_LINES "invoice-lines-wello-to-bc"

/**
 * PsrMapDirection:
 * @PSR_MAP_BC_TO_WELLO: reads Business Central, writes Wello
 * @PSR_MAP_WELLO_TO_BC: reads Wello, writes Business Central
 */
typedef enum
{
  PSR_MAP_BC_TO_WELLO,
  PSR_MAP_WELLO_TO_BC,
} PsrMapDirection;

/**
 * PsrFieldMap:
 *
 * How the records of one entity become those of another: data, not code. An
 * immutable boxed type; any thread may use it.
 */
typedef struct _PsrFieldMap PsrFieldMap;

#define PSR_TYPE_FIELD_MAP (psr_field_map_get_type ())
GType psr_field_map_get_type (void) G_GNUC_CONST;

PsrFieldMap        *psr_field_map_new_from_bytes (GBytes             *bytes,
                                                  const char         *name,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
PsrFieldMap        *psr_field_map_load           (const char         *path,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            psr_field_map_check_folder   (const char         *folder,
                                                  GError            **error);
PsrFieldMap        *psr_field_map_load_named     (const char         *name,
                                                  const char         *folder,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
PsrFieldMap        *psr_field_map_new_checked    (GBytes             *bytes,
                                                  const char         *path,
                                                  const char         *name,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes             *psr_field_map_load_text      (const char         *name,
                                                  const char         *folder,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
PsrFieldMap        *psr_field_map_new_both       (const PsrFieldMap  *other,
                                                  const char         *target) G_GNUC_WARN_UNUSED_RESULT;
PsrFieldMap        *psr_field_map_new_without    (const PsrFieldMap  *other,
                                                  GPtrArray          *fields) G_GNUC_WARN_UNUSED_RESULT;
PsrFieldMap        *psr_field_map_ref            (PsrFieldMap        *self);
void                psr_field_map_unref          (PsrFieldMap        *self);

PsrEntity           psr_field_map_get_entity     (const PsrFieldMap  *self);
const char         *psr_field_map_get_fingerprint (const PsrFieldMap *self);
const char         *psr_field_map_get_own_file   (const PsrFieldMap  *self,
                                                  const char         *table);
PsrMapDirection     psr_field_map_get_direction  (const PsrFieldMap  *self);
gboolean            psr_field_map_is_read_only   (const PsrFieldMap  *self);
const char         *psr_field_map_get_source     (const PsrFieldMap  *self);
const char         *psr_field_map_get_target     (const PsrFieldMap  *self);
const char * const *psr_field_map_get_select     (const PsrFieldMap  *self);
guint               psr_field_map_get_n_fields   (const PsrFieldMap  *self);
const PsrField     *psr_field_map_get_field      (const PsrFieldMap  *self,
                                                  guint               index);
const PsrField     *psr_field_map_find_target    (const PsrFieldMap  *self,
                                                  const char         *target);

gboolean            psr_field_is_fixed           (const PsrField     *field);

GResource          *psr_mapping_get_resource     (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFieldMap, psr_field_map_unref)

G_END_DECLS
