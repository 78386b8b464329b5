/* names: the values of sayso.h as the WHO guide and docs/schema.md spell them. */
#include "base/base.h"

static const char *name_at(const char *const *names, size_t count, unsigned value)
{
    return value < count ? names[value] : NULL;
}

#define NAME_TABLE(function, type, count, ...)                         \
    const char *function(type value)                                   \
    {                                                                  \
        static const char *const names[count] = { __VA_ARGS__ };       \
        return name_at(names, count, (unsigned)value);                 \
    }

NAME_TABLE(sayso_role_name, sayso_role, SAYSO_ROLES,
           "carried_out", "ordered", "authorised", "supported", "aware", "staged", "involved", "cause")
NAME_TABLE(sayso_factuality_name, sayso_factuality, SAYSO_FACTUALITIES,
           "CT+", "PR+", "PS+", "PS-", "PR-", "CT-", "U")
NAME_TABLE(sayso_confidence_name, sayso_confidence, SAYSO_CONFIDENCES,
           NULL, "low", "moderate", "high")
NAME_TABLE(sayso_basis_name, sayso_basis, SAYSO_BASES,
           "intercept", "witness", "document", "imagery", "forensic", "confession", "court", "intelligence", "inference")
NAME_TABLE(sayso_stance_name, sayso_stance, SAYSO_STANCES,
           "neutral", "endorsing", "distancing")
NAME_TABLE(sayso_party_kind_name, sayso_party_kind, SAYSO_PARTY_KINDS,
           "unknown", "person", "unit", "organisation", "government", "state", "group", "unnamed", "thing")
NAME_TABLE(sayso_statement_kind_name, sayso_statement_kind, SAYSO_STATEMENT_KINDS,
           "motive", "concern", "forecast", "description", "command")
NAME_TABLE(sayso_standing_name, sayso_standing, SAYSO_STANDINGS,
           "stands", "rejected", "retracted", "withdrawn")
NAME_TABLE(sayso_credit_name, sayso_credit_kind, SAYSO_CREDITS,
           "agency", "contributed", "first_reported", "byline")
