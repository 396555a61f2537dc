namespace Boom.Tests.Core.Filters;

/// <summary>
/// Settled vectors that are believed to be wrong: other evaluators agree on the answer, and MongoDB gives another. Each with its witness.
/// </summary>
static class DoubtedVectors
{
    // The server's walk over a path (BSONElementIterator::more): in an array every element that is an object is followed with the rest of the path, a number
    // included, before the element of that index is looked at; one that lacks the name yields a missing value, which null matches.
    const string Objects = "https://github.com/mongodb/mongo/blob/r8.0.0/src/mongo/db/matcher/path.cpp and https://www.mongodb.com/docs/manual/tutorial/query-for-null-fields/";

    // The same walk: an array in which nothing can be followed yields nothing at all, so null does not match and its negation does.
    const string Nothing = "https://github.com/mongodb/mongo/blob/r8.0.0/src/mongo/db/matcher/path.cpp";

    // The remainder has the sign of the dividend, −1 mod 0.5 is −0.0; times a negative number that is 0.0.
    const string Remainder = "https://www.mongodb.com/docs/manual/reference/operator/aggregation/mod/";

    /// <summary>Witnesses by the name of the vector.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hm1427"] = Objects,
        ["hm1433"] = Objects,
        ["hm1447"] = Objects,
        ["hm1461"] = Objects,
        ["hm1475"] = Objects,
        ["hm1601"] = Objects,
        ["rm06516"] = Objects,
        ["rm01255"] = Nothing,
        ["rm01925"] = Nothing,
        ["rm04680"] = Nothing,
        ["re06810"] = Remainder,
    };
}
