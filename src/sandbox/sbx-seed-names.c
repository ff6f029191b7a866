/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-names"

#include "sbx-seed-private.h"

#include <string.h>

static const char *const families[] = {
  "O’Brien", "Dûrand", "Peeters", "D'Hondt", "Lefèvre", "Van den Broeck", "Müller", "Çelik", "Janssens", "L’Écluse",
  "De Smet", "Gonçalves", "Maes", "Noël", "Wouters", "Šimůnek", "Goossens", "Crêpin", "Vandenberghe", "Łukasz", NULL,
};
static const char *const before[] = { "Établissements", "Garage", "Bakkerij", "Hôtel", "Residentie", "Café", "Immo", "Drukkerij", "Clinique", "VME", NULL };
static const char *const after[] = { "BV", "& Zonen", "SRL", "NV", "et Fils", "SA", "“De Zwaan”", "(Gent)", "VZW", "SPRL", NULL };

const char *const sbx_seed_streets[] = { "Rue de l’Église", "Kerkstraat", "Chaussée d'Anvers", "Brugsesteenweg", "Place du Général", "Hoogstraat", "Quai à la Houille", "’t Zand", NULL };

const char *const sbx_seed_towns[][2] = {
  { "9000", "Gent" }, { "4000", "Liège" }, { "1000", "Brussel" }, { "2000", "Antwerpen" }, { "5000", "Namur" },
  { "8000", "Brugge" }, { "3000", "Leuven" }, { "6700", "Arlon" }, { "7000", "Mons" }, { "1348", "Ottignies-Louvain-la-Neuve" },
};

static const char *const things[] = {
  "Koperen buis", "Vanne à bille", "Circulatiepomp", "Détecteur d’humidité", "Thermostaat", "Câble d'alimentation",
  "Filter", "Joint torique", "Expansievat", "Brûleur", "Relais", "Zekering", NULL,
};
static const char *const sizes[] = { "15 mm", "22 mm", "1/2\"", "3/4\"", "230 V", "24 V", "Ø 28", "DN 50", "16 A", "“Pro”", NULL };

guint
sbx_seed_n_towns (void)
{
  return G_N_ELEMENTS (sbx_seed_towns);
}

const char *
sbx_seed_pick (SbxSeed           *seed,
               const char *const *words)
{
  return words[g_rand_int_range (seed->rand, 0, (gint32) g_strv_length ((char **) words))];
}

char *
sbx_seed_company_name (SbxSeed *seed)
{
  const char *family = sbx_seed_pick (seed, families);

  if (g_rand_boolean (seed->rand))
    return g_strdup_printf ("%s %s", sbx_seed_pick (seed, before), family);
  return g_strdup_printf ("%s %s", family, sbx_seed_pick (seed, after));
}

/* Of exactly so many characters, words with accents, no blank at its end. */
char *
sbx_seed_long_name (SbxSeed *seed,
                    guint    characters)
{
  g_autoptr (GString) name = g_string_new ("Société générale d’électricité");
  g_autofree char *cut = NULL;

  while (g_utf8_strlen (name->str, -1) < (glong) characters)
    g_string_append_printf (name, " %s", sbx_seed_pick (seed, families));
  cut = g_utf8_substring (name->str, 0, characters);
  if (g_str_has_suffix (cut, " "))
    cut[strlen (cut) - 1] = 'X';
  return g_steal_pointer (&cut);
}

char *
sbx_seed_part_name (SbxSeed *seed)
{
  return g_strdup_printf ("%s %s", sbx_seed_pick (seed, things), sbx_seed_pick (seed, sizes));
}

/* Paragraphs, accents, and one word longer than a line of Business Central. */
char *
sbx_seed_note (guint characters)
{
  static const char sentence[] = "Le client signale une fuite à l’étage; de ketel werd ontkalkt en “de rest” volgt later – 50 % klaar.\n";
  g_autoptr (GString) note = g_string_new ("https://klant.example/");
  g_autofree char *cut = NULL;

  for (guint i = 0; i < 12; i++)
    g_string_append (note, "werkbonnen");
  g_string_append_c (note, '\n');
  while (g_utf8_strlen (note->str, -1) < (glong) characters)
    g_string_append (note, sentence);
  cut = g_utf8_substring (note->str, 0, characters - 1);
  return g_strconcat (cut, ".", NULL);
}

/* Enterprise number of ten digits, of which the last two are 97 less the rest of the others (Belgium, FPS Economy). */
static char *
belgian_number (SbxSeed *seed)
{
  int number = g_rand_int_range (seed->rand, 2000000, 9999999);
  int check = 97 - number % 97;

  switch (g_rand_int_range (seed->rand, 0, 3))
    {
    case 0:
      return g_strdup_printf ("0%03d.%03d.%d%02d", number / 10000, number / 10 % 1000, number % 10, check);
    case 1:
      return g_strdup_printf ("BE 0%07d%02d", number, check);
    default:
      return g_strdup_printf ("BE0%07d%02d", number, check);
    }
}

/* SIREN with its Luhn digit, and the key before it (France, INSEE). */
static char *
french_number (SbxSeed *seed)
{
  int number = g_rand_int_range (seed->rand, 30000000, 89999999), sum = 0;
  int siren, position = 0;

  for (int rest = number; rest > 0; rest /= 10, position++)
    {
      int digit = position % 2 == 0 ? rest % 10 * 2 : rest % 10;

      sum += digit > 9 ? digit - 9 : digit;
    }
  siren = number * 10 + (10 - sum % 10) % 10;
  return g_strdup_printf ("FR%02d%09d", (12 + 3 * (siren % 97)) % 97, siren);
}

/* Eight digits weighted 9 to 2; what is left of eleven is the ninth (Netherlands, the "elfproef"). */
static char *
dutch_number (SbxSeed *seed)
{
  for (;;)
    {
      int number = g_rand_int_range (seed->rand, 10000000, 99999999), sum = 0, weight = 2;

      for (int rest = number; rest > 0; rest /= 10, weight++)
        sum += rest % 10 * weight;
      if (sum % 11 < 10)
        return g_strdup_printf ("NL%08d%dB01", number, sum % 11);
    }
}

char *
sbx_seed_vat_number (SbxSeed    *seed,
                     const char *country)
{
  if (strcmp (country, "BE") == 0)
    return belgian_number (seed);
  if (strcmp (country, "FR") == 0)
    return french_number (seed);
  if (strcmp (country, "NL") == 0)
    return dutch_number (seed);
  return g_strdup ("");
}
