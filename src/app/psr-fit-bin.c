/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fit-bin"

#include "config.h"

#include "psr-fit-bin.h"

/**
 * PsrFitBin:
 *
 * Shows the same in one of two ways: the wide one where there is room for it, else the
 * narrow one. It goes by the room that it gets, not by that of the window, and so by the
 * size of the text and by the language, too.
 */
struct _PsrFitBin
{
  GtkWidget  parent_instance;

  GtkWidget *wide;
  GtkWidget *narrow;
};

enum {
  PROP_0,
  PROP_NARROW,
  PROP_WIDE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PsrFitBin, psr_fit_bin, GTK_TYPE_WIDGET)

static int
measure_width (GtkWidget *widget,
               gboolean   is_natural)
{
  int minimum = 0;
  int natural = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return is_natural ? natural : minimum;
}

/* The one that is shown in such a width; -1 is as much as it wants. */
static GtkWidget *
choose (PsrFitBin *self,
        int        width)
{
  if (self->wide == NULL || self->narrow == NULL)
    return self->wide != NULL ? self->wide : self->narrow;

  return width < 0 || width >= measure_width (self->wide, FALSE) ? self->wide : self->narrow;
}

static GtkSizeRequestMode
psr_fit_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
psr_fit_bin_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  PsrFitBin *self = PSR_FIT_BIN (widget);
  GtkWidget *child;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (measure_width (self->narrow, FALSE), measure_width (self->wide, FALSE));
      *natural = MAX (measure_width (self->wide, TRUE), *minimum);
      return;
    }

  *minimum = *natural = 0;
  child = choose (self, for_size);
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
psr_fit_bin_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  PsrFitBin *self = PSR_FIT_BIN (widget);
  GtkWidget *shown = choose (self, width);
  GtkWidget *children[] = { self->wide, self->narrow };

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      if (children[i] != NULL)
        gtk_widget_set_child_visible (children[i], children[i] == shown);
    }
  if (shown != NULL)
    gtk_widget_allocate (shown, width, height, baseline, NULL);
}

static void
set_child (PsrFitBin  *self,
           GtkWidget **place,
           GtkWidget  *child)
{
  if (*place == child)
    return;

  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
psr_fit_bin_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PsrFitBin *self = PSR_FIT_BIN (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      g_value_set_object (value, self->narrow);
      break;
    case PROP_WIDE:
      g_value_set_object (value, self->wide);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_fit_bin_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PsrFitBin *self = PSR_FIT_BIN (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      set_child (self, &self->narrow, g_value_get_object (value));
      break;
    case PROP_WIDE:
      set_child (self, &self->wide, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_fit_bin_dispose (GObject *object)
{
  PsrFitBin *self = PSR_FIT_BIN (object);

  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);

  G_OBJECT_CLASS (psr_fit_bin_parent_class)->dispose (object);
}

static void
psr_fit_bin_class_init (PsrFitBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = psr_fit_bin_dispose;
  object_class->get_property = psr_fit_bin_get_property;
  object_class->set_property = psr_fit_bin_set_property;
  widget_class->get_request_mode = psr_fit_bin_get_request_mode;
  widget_class->measure = psr_fit_bin_measure;
  widget_class->size_allocate = psr_fit_bin_size_allocate;

  properties[PROP_NARROW] = g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_WIDE] = g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
psr_fit_bin_init (PsrFitBin *self)
{
}

/**
 * psr_fit_bin_new:
 * @wide: (transfer floating): what is shown where there is room for it
 * @narrow: (transfer floating): what is shown elsewhere
 *
 * Returns: (transfer floating): a widget that shows one of the two
 */
GtkWidget *
psr_fit_bin_new (GtkWidget *wide,
                 GtkWidget *narrow)
{
  g_return_val_if_fail (GTK_IS_WIDGET (wide) && GTK_IS_WIDGET (narrow), NULL);

  return g_object_new (PSR_TYPE_FIT_BIN, "wide", wide, "narrow", narrow, NULL);
}
