using Boom.Core.Text;

namespace Boom.Core.Matching;

/// <summary>The operator that an unknown one stands for, probably.</summary>
static class NearestOperator
{
    // What other languages call it.
    static readonly (string Word, string Name)[] OtherNames =
    [
        ("$greater", "$gt"), ("$greaterThan", "$gt"), ("$ge", "$gte"), ("$less", "$lt"), ("$lessThan", "$lt"), ("$le", "$lte"), ("$equal", "$eq"), ("$equals", "$eq"),
        ("$neq", "$ne"), ("$notIn", "$nin"), ("$mean", "$avg"), ("$average", "$avg"), ("$length", "$size"), ("$len", "$size"), ("$count", "$size"), ("$like", "$regex"),
        ("$if", "$cond"), ("$case", "$switch"), ("$sort", "$sortArray"), ("$std", "$stdDevSamp"), ("$minus", "$subtract"), ("$plus", "$add"), ("$power", "$pow"),
        ("$any", "$anyElementTrue"), ("$all", "$allElementsTrue"),
    ];

    /// <summary>An operator that is near; null when none is.</summary>
    public static string? In(string name, IReadOnlyCollection<string> names)
    {
        foreach (var (word, other) in OtherNames)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase) && names.Contains(other))
                return other;
        }

        return name.StartsWith('$') ? NearestWord.In(name, names) : null;
    }
}
