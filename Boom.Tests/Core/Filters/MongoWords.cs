namespace Boom.Tests.Core.Filters;

/// <summary>Names of the aggregation and query languages of MongoDB 8.0.</summary>
static class MongoWords
{
    public static IReadOnlyList<string> Expressions { get; } = Split(
        """
        abs accumulator acos acosh add addToSet allElementsTrue and anyElementTrue arrayElemAt arrayToObject asin asinh atan atan2 atanh avg binarySize bitAnd bitNot bitOr
        bitXor bottom bottomN bsonSize ceil cmp concat concatArrays cond convert cos cosh count covariancePop covarianceSamp dateAdd dateDiff dateFromParts dateFromString
        dateSubtract dateToParts dateToString dateTrunc dayOfMonth dayOfWeek dayOfYear degreesToRadians denseRank derivative divide documentNumber eq exp expMovingAvg filter
        first firstN floor function getField gt gte hour ifNull in indexOfArray indexOfBytes indexOfCP integral isArray isNumber isoDayOfWeek isoWeek isoWeekYear last lastN
        let linearFill literal ln locf log log10 lt lte ltrim map max maxN median mergeObjects meta millisecond min minN minute mod month multiply ne not objectToArray or
        percentile pow push radiansToDegrees rand range rank reduce regexFind regexFindAll regexMatch replaceAll replaceOne reverseArray round rtrim sampleRate second
        setDifference setEquals setField setIntersection setIsSubset setUnion shift sin sinh size slice sortArray split sqrt stdDevPop stdDevSamp strLenBytes strLenCP
        strcasecmp substr substrBytes substrCP subtract sum switch tan tanh toBool toDate toDecimal toDouble toHashedIndexKey toInt toLong toLower toObjectId toString toUUID
        toUpper top topN trim trunc tsIncrement tsSecond type unsetField week year zip
        """);

    public static IReadOnlyList<string> Conditions { get; } = Split(
        """
        all and bitsAllClear bitsAllSet bitsAnyClear bitsAnySet box center centerSphere comment elemMatch eq exists expr geoIntersects geoWithin geometry gt gte in jsonSchema
        lt lte maxDistance meta minDistance mod natural ne near nearSphere nin nor not options or polygon rand regex sampleRate size slice text type where
        """);

    public static IReadOnlyList<string> Stages { get; } = Split(
        """
        addFields bucket bucketAuto changeStream changeStreamSplitLargeEvent collStats count currentOp densify documents facet fill geoNear graphLookup group indexStats limit
        listLocalSessions listSampledQueries listSearchIndexes listSessions lookup match merge out planCacheStats project querySettings queryStats redact replaceRoot
        replaceWith sample search searchMeta set setWindowFields shardedDataDistribution skip sort sortByCount unionWith unset unwind vectorSearch
        """);

    static string[] Split(string names) => [.. names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(name => $"${name}")];
}
