/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-translate"

#include "sbx-bc-private.h"

#include <string.h>

/* A client that matches English texts must have asked for English: these come otherwise. */
static const struct
{
  const char *english;
  const char *dutch;
  const char *french;
} texts[] = {
  { "^You cannot create this type of document when Customer (\\S+) is blocked with type (\\S+)$",
    "U kunt dit type document niet maken wanneer Klant \\1 is geblokkeerd met het type \\2",
    "Vous ne pouvez pas créer ce type de document si Client \\1 est bloqué avec le type \\2" },
  { "^Blocked must be equal to 'No'  in Item: No\\.=(.*)\\. Current value is 'Yes'\\.$",
    "Geblokkeerd moet gelijk zijn aan 'Nee'  in Artikel: Nr.=\\1. Huidige waarde is 'Ja'.",
    "Bloqué doit être égal à 'Non'  dans Article : N°=\\1. La valeur actuelle est 'Oui'." },
  { "^You cannot sell Item (\\S+) because the Sales Blocked check box is selected on the Item card\\.$",
    "U kunt artikel \\1 niet verkopen omdat het selectievakje Verkoop geblokkeerd is ingeschakeld op de artikelkaart.",
    "Vous ne pouvez pas vendre l'article \\1 car la case à cocher Vente bloquée est activée sur la fiche article." },
  { "^Item does not exist\\.$", "Artikel bestaat niet.", "L'article n'existe pas." },
  { "^Account does not exist\\.$", "Rekening bestaat niet.", "Le compte n'existe pas." },
  { "^The sell-to customer cannot be found\\.$", "De orderklant kan niet worden gevonden.", "Le donneur d'ordre est introuvable." },
  { "^Another user has already changed the record\\.$", "Een andere gebruiker heeft de record al gewijzigd.",
    "Un autre utilisateur a déjà modifié l'enregistrement." },
  { "^The (.*) does not exist\\. Identification fields and values: (.*)$",
    "De \\1 bestaat niet. Identificatievelden en -waarden: \\2",
    "\\1 n'existe pas. Champs et valeurs d'identification : \\2" },
  { "^The length of the string is (\\d+), but it must be less than or equal to (\\d+) characters\\. Value: (.*)$",
    "De lengte van de tekenreeks is \\1, maar deze moet kleiner dan of gelijk aan \\2 tekens zijn. Waarde: \\3",
    "La longueur de la chaîne est \\1, mais elle doit être inférieure ou égale à \\2 caractères. Valeur : \\3" },
};

char *
sbx_bc_translate (const char *message,
                  const char *language)
{
  if (strcmp (language, "en") == 0)
    return g_strdup (message);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (texts[i].english, G_REGEX_DOTALL, G_REGEX_MATCH_DEFAULT, NULL);

      if (g_regex_match (regex, message, G_REGEX_MATCH_DEFAULT, NULL))
        return g_regex_replace (regex, message, -1, 0, *language == 'n' ? texts[i].dutch : texts[i].french,
                                G_REGEX_MATCH_DEFAULT, NULL);
    }
  return g_strdup (message);
}
