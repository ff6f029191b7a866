/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-view"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-field-label.h"
#include "psr-field-map.h"
#include "psr-mapping-view.h"

static const struct
{
  const char *name;
  const char *title;
} maps[] = {
  { PSR_MAP_CUSTOMERS, N_("Customers become companies") },
  { PSR_MAP_CONTACTS, N_("Customers become default contacts") },
  { PSR_MAP_PEOPLE, N_("Contacts become contacts") },
  { PSR_MAP_ITEMS, N_("Items become articles") },
};

static void
row_free (gpointer data)
{
  PsrMappingRow *row = data;

  g_free (row->source);
  g_free (row->target);
  g_free (row->rule);
  g_free (row);
}

static void
view_free (gpointer data)
{
  PsrMappingView *view = data;

  g_free (view->title);
  g_ptr_array_unref (view->rows);
  g_free (view);
}

static const char *
get_rule (PsrMaster master)
{
  switch (master)
    {
    case PSR_MASTER_BOTH:
      return _("Either side; Business Central wins unless only Wello changed");
    case PSR_MASTER_WELLO:
      return _("Wello decides");
    case PSR_MASTER_BC:
    default:
      return _("Business Central decides");
    }
}

static PsrMappingView *
make_view (PsrFieldMap *map,
           const char  *title)
{
  PsrMappingView *view = g_new0 (PsrMappingView, 1);

  view->title = g_strdup (title);
  view->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      PsrMappingRow *row;

      /* What is always the same is nobody's choice. */
      if (field->source == NULL)
        continue;

      row = g_new0 (PsrMappingRow, 1);
      row->source = g_strdup (psr_field_label_get (field->source));
      row->target = g_strdup (psr_field_label_get (field->target));
      row->rule = g_strdup (field->identity ? _("The same record on both sides") : get_rule (field->master));
      g_ptr_array_add (view->rows, row);
    }

  return view;
}

/**
 * psr_mapping_view_list:
 * @folder: (nullable) (type filename): a folder with mappings of one's own
 *
 * Returns: (transfer full) (element-type PsrMappingView): how records are carried
 *   over
 */
GPtrArray *
psr_mapping_view_list (const char *folder)
{
  g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func (view_free);

  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PsrFieldMap) map = psr_field_map_load_named (maps[i].name, folder, &error);

      if (map == NULL)
        g_warning ("%s", error->message);
      else
        g_ptr_array_add (views, make_view (map, _(maps[i].title)));
    }

  return g_steal_pointer (&views);
}
