using MongoDB.Bson;

namespace Boom.Tests.Core.Filters;

/// <summary>
/// A user's pipeline wrapped as the reference does: joins and additions as stages of the language, which are then run over whole collections. It is written from
/// the description of the wrapping alone, to be compared with what the engine does without joins.
/// </summary>
static class ReferenceWrapping
{
    static readonly string[] ZtfSeries = ["prv_candidates", "prv_nondetections", "fp_hists"];
    static readonly string[] LsstSeries = ["prv_candidates", "fp_hists"];

    public static string Wrap(string survey, BsonArray stages, int[] programs, int[]? ztfPrograms, string? watchlist, string entry = """{"name": "$$w.name", "z": "$$w.z"}""")
    {
        var isZtf = survey == "ZTF";
        var wrapped = new List<string>
        {
            isZtf
                ? """{"$project": {"objectId": 1, "candidate": 1, "classifications": 1, "properties": 1, "coordinates": 1}}"""
                : """{"$project": {"objectId": 1, "candidate": 1, "ss_source": 1, "properties": 1, "coordinates": 1}}""",
        };
        string[] series = isZtf ? ZtfSeries : LsstSeries;
        var partner = isZtf ? "LSST" : "ZTF";
        string[] partnerFields = ["prv_candidates", "fp_hists"];
        var usedPartner = partnerFields.Where(field => First(stages, $"{partner}.{field}") >= 0).ToArray();
        var used = series.Concat(["cross_matches", "aliases"]).Where(field => First(stages, field) >= 0 || (field == "aliases" && usedPartner.Length > 0)).ToArray();
        int[] uses = [.. used.Select(field => First(stages, field)), .. usedPartner.Select(field => First(stages, $"{partner}.{field}"))];
        var auxAt = uses.Where(use => use >= 0).DefaultIfEmpty(-1).Min();
        var historyAt = isZtf ? First(stages, "sso_history") : -1;
        for (var i = 0; i < stages.Count; i++)
        {
            if (i == historyAt)
                wrapped.AddRange(History(programs));
            if (i == auxAt)
            {
                wrapped.AddRange(Aux(survey, used, isZtf ? programs : null));
                if (usedPartner.Length > 0)
                    wrapped.AddRange(Partner(partner, usedPartner, isZtf ? null : ztfPrograms ?? [1]));
            }

            wrapped.Add(stages[i].ToJson());
        }

        if (watchlist is not null)
        {
            wrapped.Add($$$"""{"$lookup": {"from": "{{{watchlist}}}", "localField": "objectId", "foreignField": "matching_{{{survey.ToLowerInvariant()}}}_objects", "as": "_watchlist_match"}}""");
            wrapped.Add("""{"$match": {"_watchlist_match.0": {"$exists": true}}}""");
            wrapped.Add($$$"""{"$set": {"annotations.watchlist": {"$map": {"input": "$_watchlist_match", "as": "w", "in": {{{entry}}} } } } }""");
            wrapped.Add("""{"$unset": "_watchlist_match"}""");
        }

        return $"[{string.Join(", ", wrapped)}]";
    }

    static IEnumerable<string> Aux(string survey, string[] used, int[]? programs)
    {
        yield return $$$"""{"$lookup": {"from": "{{{survey}}}_alerts_aux", "localField": "objectId", "foreignField": "_id", "as": "aux"}}""";
        var fields = used.Select(field => field is "cross_matches" or "aliases"
            ? $$$"""{{{'"'}}}{{{field}}}": {"$ifNull": [{"$arrayElemAt": ["$aux.{{{field}}}", 0]}, {}]}"""
            : $"\"{field}\": {Series($"$aux.{field}", programs)}");
        yield return $"{{\"$addFields\": {{\"aux\": null, {string.Join(", ", fields)}}}}}";
    }

    static IEnumerable<string> Partner(string partner, string[] used, int[]? programs)
    {
        var name = $"{partner.ToLowerInvariant()}_aux";
        yield return $$$"""{"$lookup": {"from": "{{{partner}}}_alerts_aux", "localField": "aliases.{{{partner}}}.0", "foreignField": "_id", "as": "{{{name}}}"}}""";
        yield return $"{{\"$addFields\": {{\"{name}\": null, {string.Join(", ", used.Select(field => $"\"{partner}.{field}\": {Series($"${name}.{field}", programs)}"))}}}}}";
    }

    static string Series(string path, int[]? programs)
    {
        List<string> conditions = ["""{"$lt": [{"$subtract": ["$candidate.jd", "$$x.jd"]}, 365]}""", """{"$lte": ["$$x.jd", "$candidate.jd"]}"""];
        if (programs is not null)
            conditions.Add($$"""{"$in": ["$$x.programid", [{{string.Join(", ", programs)}}]]}""");
        var input = $"{{\"$ifNull\": [{{\"$arrayElemAt\": [\"{path}\", 0]}}, []]}}";
        return $"{{\"$filter\": {{\"input\": {input}, \"as\": \"x\", \"cond\": {{\"$and\": [{string.Join(", ", conditions)}]}}}}}}";
    }

    static IEnumerable<string> History(int[] programs)
    {
        yield return """{"$match": {"properties.sso.designation": {"$exists": true, "$ne": null}}}""";
        var conditions = $$$"""{"$and": [{"$eq": ["$candidate.ssnamenr", "$$desig"]}, {"$gte": ["$candidate.jd", {"$subtract": ["$$jd", 365]}]}, {"$lte": ["$candidate.jd", "$$jd"]}, {"$in": ["$candidate.programid", [{{{string.Join(", ", programs)}}}]]}]}""";
        yield return $$$"""
            {"$lookup": {"from": "ZTF_alerts", "let": {"desig": "$properties.sso.designation", "jd": "$candidate.jd"}, "as": "sso_history", "pipeline": [
              {"$match": {"$expr": {{{conditions}}}}},
              {"$project": {"_id": 0, "jd": "$candidate.jd", "fid": "$candidate.fid", "magpsf": "$candidate.magpsf", "sigmapsf": "$candidate.sigmapsf", "ra": "$candidate.ra",
                "dec": "$candidate.dec", "predicted_mag": "$properties.sso.predicted_mag", "separation_arcsec": "$properties.sso.separation_arcsec"}},
              {"$sort": {"jd": 1}}]}}
            """;
    }

    // The search of the reference: a key or a text that is the field, with or without $, or begins with it and a dot.
    static int First(BsonArray stages, string field)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            if (Uses(stages[i], field))
                return i;
        }

        return -1;
    }

    static bool Uses(BsonValue value, string field) => value switch
    {
        BsonString text => Names(text.Value, field),
        BsonDocument document => document.Any(element => Names(element.Name, field) || Uses(element.Value, field)),
        BsonArray array => array.Any(item => Uses(item, field)),
        _ => false,
    };

    static bool Names(string text, string field)
    {
        text = text.Trim();
        return text == field || text == $"${field}" || text.StartsWith($"{field}.", StringComparison.Ordinal) || text.StartsWith($"${field}.", StringComparison.Ordinal);
    }
}
