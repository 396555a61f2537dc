using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Hints;

/// <summary>What to use instead of an operator that has no place in a <c>$match</c>, or not in that place, or why there is nothing.</summary>
static class ConditionHints
{
    const string Bits = "$mod tests the lowest bits, and $expr with $mod and $floor any";

    static readonly string[] BesidePaths = ["$and", "$or", "$nor", "$expr"];

    static readonly string[] BehindPaths =
        ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$not", "$elemMatch", "$all", "$size", "$mod", "$type", "$regex", "$options"];

    static readonly HintTable Table = new(
        ("where function accumulator", "$expr takes expressions, and no JavaScript is run"),
        ("text search", "a filter has no index of texts; $regex tells whether a text matches"),
        ("jsonSchema", "$exists and $type test fields"),
        ("geoWithin geoIntersects near nearSphere geometry box center centerSphere polygon maxDistance minDistance uniqueDocs",
            "there is no geometry: compare candidate.ra and candidate.dec in degrees with $gt and $lt, and let a watch list find positions"),
        ("bitsAllSet bitsAllClear bitsAnySet bitsAnyClear", Bits),
        ("rand sampleRate", "it answers differently each time, which is not allowed"),
        ("comment", "a comment is one of JSON, // or /* */"),
        ("meta natural hint", "it is of indexes of a database, and a filter looks at one alert"),
        ("slice", "$expr takes it: {\"$expr\": {\"$gt\": [{\"$size\": {\"$slice\": […]}}, 0]}}"),
        ("alwaysTrue alwaysFalse", "an empty object {} is always true, and {\"$nor\": [{}]} never"));

    /// <summary>A clause without a full stop; null when nothing is known of the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isBehindPath">Whether it stands behind a path.</param>
    public static string? Of(string name, bool isBehindPath)
    {
        var written = name.StartsWith('$') ? name : $"${name}";
        if (Table.Find(written) is { } hint)
            return hint;
        if (isBehindPath)
            return Near(written, BehindPaths) ?? (BesidePaths.Contains(written) ? $"{written} stands beside paths: {{\"{written}\": {(written == "$expr" ? "{…}" : "[{…}, {…}]")}}}" : OfOthers(written));
        if (Near(written, BesidePaths) is { } near)
            return near;
        return BehindPaths.Contains(written) ? $"{written} stands behind a path: {{\"candidate.drb\": {{\"{written}\": …}}}}" : OfOthers(written);
    }

    /// <summary>Whether it is one of the names that stand beside paths.</summary>
    public static bool IsCondition(string name) => BesidePaths.Contains(name);

    /// <summary>Whether it follows a path.</summary>
    public static bool FollowsPath(string name) => BehindPaths.Contains(name);

    // A name that has another place is not taken for a misspelt one.
    static string? Near(string name, string[] names)
    {
        var hasPlace = BesidePaths.Contains(name) || BehindPaths.Contains(name) || ExpressionHints.Knows(name) || StageHints.Knows(name) || StageTable.Names.Contains(name);
        return (!hasPlace || names.Contains(name)) && NearestOperator.In(name, names) is { } near ? $"the nearest is {near}" : null;
    }

    static string? OfOthers(string name)
    {
        if (OperatorTable.Names.Contains(name))
            return $"{name} is of expressions: {{\"$expr\": {{\"{name}\": …}}}}";
        return ExpressionHints.Of(name) is { } hint ? $"in an $expr, {hint}" : null;
    }
}
