using Boom.Core.Matching;

namespace Boom.Core.Filters.Hints;

/// <summary>What to use instead of a stage that filters lack, or why there is nothing.</summary>
static class StageHints
{
    const string One = "a filter looks at one alert at a time";
    const string Database = "it is not a stage known here, as it asks about a database and a filter looks at one alert";

    static readonly HintTable Table = new(
        ("lookup graphLookup unionWith", "a filter reads no other collection; its object, its partner and its watch list are there without it"),
        ("documents", "a filter reads no other documents than the alert; $addFields adds values to it"),
        ("out merge", "a filter writes nothing; annotations of the last $project are kept with each hit"),
        ("unwind", $"{One}; $filter, $map and $reduce go over the elements of an array"),
        ("group", $"{One}; $sum, $avg, $min, $max and $reduce work on the elements of an array"),
        ("count", $"{One}; $size counts the elements of an array, and boom filter test counts alerts"),
        ("bucket bucketAuto sortByCount", $"{One}; $switch and $cond put a value into a class"),
        ("facet", $"{One}; fields of one $project stand beside each other"),
        ("setWindowFields", $"{One}; $map, $filter, $reduce and $zip go over the points of its light curves"),
        ("densify fill", $"{One}; $ifNull stands for a value that is not there"),
        ("skip sample", $"{One}, and none is passed over; $match takes those of a kind"),
        ("redact", "fields are left out by $unset or $project, and alerts by $match"),
        ("geoNear", "there is no geometry: compare candidate.ra and candidate.dec in a $match, and let a watch list find positions"),
        ("search searchMeta vectorSearch rankFusion scoreFusion score", "a filter has no index to search; $regex in a $match tells whether a text matches"),
        ("where function accumulator", "a filter runs no JavaScript; $expr in a $match takes expressions"),
        ("collStats indexStats planCacheStats currentOp listSessions listLocalSessions listSampledQueries listSearchIndexes listClusterCatalog", Database),
        ("queryStats querySettings shardedDataDistribution changeStream changeStreamSplitLargeEvent operationMetrics backupCursor", Database));

    /// <summary>Whether it is a stage of MongoDB that filters lack.</summary>
    public static bool Knows(string name) => Table.Find(name) is not null;

    /// <summary>A clause without a full stop.</summary>
    /// <param name="name">A name that is no stage here.</param>
    /// <param name="allowed">Stages that there are.</param>
    public static string Of(string name, IReadOnlyList<string> allowed)
    {
        var written = name.StartsWith('$') ? name : $"${name}";
        if (Table.Find(written) is { } hint)
            return hint;
        if (written != name && allowed.Contains(written))
            return $"the name of a stage begins with $: write {written}";
        return ConditionHints.IsCondition(name) ? $"it is not a stage known here, but one of the conditions that stand in a $match: {{\"$match\": {{\"{name}\": …}}}}"
            : ConditionHints.FollowsPath(name) ? $"it is not a stage known here, but follows a path in a $match: {{\"$match\": {{\"candidate.drb\": {{\"{name}\": …}}}}}}"
            : ExpressionHints.Knows(name) ? "it is not a stage known here, but an operator of expressions, which stand in $project, $addFields and $expr"
            : NearestOperator.In(written, allowed) is { } near ? $"it is not a stage known here, the nearest that is supported is {near}"
            : "it is not a stage known here";
    }
}
