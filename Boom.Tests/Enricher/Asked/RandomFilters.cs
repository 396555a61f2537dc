namespace Boom.Tests.Enricher.Asked;

/// <summary>Pipelines left to chance, most of them on the scores one, two and three. Some pass nothing, some err, a few cannot be compiled.</summary>
sealed class RandomFilters(Random random)
{
    static readonly string[] Fields = ["candidate.drb", "candidate.magpsf", "candidate.ndethist", "properties.sso.predicted_mag", "candidate.classtar"];

    static readonly string[] Scores = ["classifications.one", "classifications.two", "classifications.three"];

    /// <summary>A pipeline.</summary>
    public string Next()
    {
        var stages = new List<string>();
        if (random.Next(3) > 0)
            stages.Add($$$$"""{"$match": {{{{Condition(0)}}}} }""");
        if (random.Next(2) == 0)
            stages.Add($$$$"""{"{{{{Pick("$addFields", "$set")}}}}": {"m": {{{{Number(0)}}}}, "classifications.own": {{{{Number(0)}}}} }}""");
        if (random.Next(4) == 0)
            stages.Add($$$$"""{"$unset": "{{{{Pick(Scores)}}}}"}""");
        if (random.Next(3) == 0)
            stages.Add($$$$"""{"$project": {"objectId": 1, "candidate": 1, "classifications": 1, "properties": 1, "m": {{{{Number(0)}}}}, "n": {"$size": "$prv_candidates"}}}""");
        if (random.Next(40) == 0)
            stages.Add("""{"$group": {"_id": "$objectId", "best": {"$max": "$classifications.one"}}}""");
        stages.Add($$$$"""{"$match": {{{{Condition(0)}}}} }""");
        stages.Add(random.Next(3) switch
        {
            0 => """{"$project": {"objectId": 1}}""",
            1 => $$$$"""{"$project": {"objectId": 1, "annotations.m": "$m", "annotations.sum": {{{{Number(1)}}}} }}""",
            _ => """{"$project": {"objectId": 1, "annotations": {"scores": "$classifications", "names": {"$map": {"input": {"$objectToArray": {"$ifNull": ["$classifications", {}]}}, "in": "$$this.k"}}}}}""",
        });
        return $"[{string.Join(", ", stages)}]";
    }

    string Condition(int depth) => random.Next(depth < 2 ? 12 : 7) switch
    {
        0 or 1 or 2 => $$$$"""{"{{{{Path()}}}}": {"{{{{Pick("$gt", "$gte", "$lt", "$lte")}}}}": {{{{Constant()}}}} }}""",
        3 => $$$$"""{"{{{{Path()}}}}": {"$exists": {{{{Pick("true", "false")}}}} }}""",
        4 => $$$$"""{"{{{{Path()}}}}": {{{{Pick("null", "{\"$ne\": null}", "{\"$type\": \"double\"}", "{\"$in\": [null, 0.5]}")}}}} }""",
        5 => $$$$"""{"{{{{Path()}}}}": {"$not": {"$gt": {{{{Constant()}}}} }}}""",
        6 => $$$$"""{"$expr": {"{{{{Pick("$gt", "$lt", "$eq", "$ne")}}}}": [{{{{Number(1)}}}}, {{{{Pick(Constant(), "null", "\"$missing\"")}}}}]}}""",
        7 or 8 => $$$$"""{"$or": [{{{{Condition(depth + 1)}}}}, {{{{Condition(depth + 1)}}}}]}""",
        9 or 10 => $$$$"""{"$and": [{{{{Condition(depth + 1)}}}}, {{{{Condition(depth + 1)}}}}]}""",
        _ => $$$$"""{"$nor": [{{{{Condition(depth + 1)}}}}]}""",
    };

    string Number(int depth) => random.Next(depth < 2 ? 9 : 3) switch
    {
        0 => $"\"${Path()}\"",
        1 => $"\"${Pick(Scores)}\"",
        2 => Constant(),
        3 => $$$$"""{"{{{{Pick("$add", "$multiply", "$subtract")}}}}": [{{{{Number(depth + 1)}}}}, {{{{Number(depth + 1)}}}}]}""",
        4 => $$$$"""{"$divide": [{{{{Number(depth + 1)}}}}, {{{{Number(depth + 1)}}}}]}""",
        5 => $$$$"""{"$ifNull": [{{{{Number(depth + 1)}}}}, {{{{Constant()}}}}]}""",
        6 => $$$$"""{"$cond": [{"$gt": [{{{{Number(depth + 1)}}}}, {{{{Constant()}}}}]}, {{{{Number(depth + 1)}}}}, {{{{Number(depth + 1)}}}}]}""",
        7 => $$$$"""{"{{{{Pick("$max", "$min", "$avg", "$sum")}}}}": [{{{{Number(depth + 1)}}}}, {{{{Number(depth + 1)}}}}]}""",
        _ => $$$$"""{"$size": {"$filter": {"input": "$prv_candidates", "cond": {"$gt": ["$$this.magpsf", {{{{Number(depth + 1)}}}}]} }}}""",
    };

    string Path() => random.Next(3) > 0 ? Pick(Scores) : Pick([.. Fields, "m", "classifications.own"]);

    string Constant() => Pick("0.2", "0.4", "0.5", "0.6", "0.8", "18", "2");

    string Pick(params string[] words) => words[random.Next(words.Length)];
}
