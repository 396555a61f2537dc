using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;

namespace Boom.Core.Filters.Hints;

/// <summary>What to use instead of an operator that is not one of expressions here, or why there is nothing.</summary>
static class ExpressionHints
{
    const string Days = "times of alerts are Julian dates, which are numbers of days:";
    const string Part = $"{Days} compare candidate.jd with a number; {{\"$mod\": [\"$candidate.jd\", 1]}} is the time of day, counted from noon UTC";
    const string Bits = "{\"$mod\": [{\"$floor\": {\"$divide\": [X, 4]}}, 2]} is the bit of 4 in X";
    const string Points = "a filter looks at one alert, and over the points of its light curves go $map, $filter, $reduce and $zip";
    const string Place = "$substrCP takes a part by characters, and $regexMatch tells whether a text holds another";

    static readonly HintTable Table = new(
        ("dateAdd dateSubtract", $"{Days} $add and $subtract shift candidate.jd"),
        ("dateDiff", $"{Days} $subtract gives the days between two"),
        ("dateTrunc", $"{Days} $floor and $trunc cut them"),
        ("dateFromString dateFromParts", $"{Days} write the number, or a text that $toDate reads"),
        ("dateToParts dateToString year month week dayOfMonth dayOfWeek dayOfYear hour minute second millisecond isoDayOfWeek isoWeek isoWeekYear", Part),
        ("tsIncrement tsSecond", $"alerts hold no timestamps of a database; {Part}"),
        ("regexFind regexFindAll", "$regexMatch tells whether a text matches, and $split takes it apart"),
        ("substr substrBytes", "$substrCP takes a part of a text, counted in characters"),
        ("indexOfCP indexOfBytes", $"{Place}; {{\"$strLenCP\": {{\"$first\": {{\"$split\": [TEXT, PART]}}}}}} is the place of the first"),
        ("trim ltrim rtrim", "$regexMatch takes a pattern that allows blanks, such as ^\\s*SN, and $split takes a text apart at them"),
        ("replaceOne replaceAll", "$split takes a text apart at what is to go, and $reduce with $concat joins the parts"),
        ("strcasecmp", "$cmp compares what $toLower gives of both"),
        ("convert", "$toDouble, $toInt, $toLong, $toDecimal, $toBool, $toString and $toDate convert, and $ifNull stands for null"),
        ("toObjectId toUUID", "alerts have numbers and texts for names; $toString gives a text to compare"),
        ("toHashedIndexKey", "it is of indexes of a database, and a filter looks at one alert"),
        ("binarySize", "a filter sees no binary data; $strLenBytes is for texts and $size for arrays"),
        ("bsonSize", "$size counts the elements of an array, and of {\"$objectToArray\": X} the fields of an object"),
        ("setField", "$mergeObjects sets a field: {\"$mergeObjects\": [X, {\"name\": 1}]}"),
        ("unsetField", "the stage $unset removes a field, and so does $filter over $objectToArray with $arrayToObject"),
        ("addToSet", "$setUnion makes a set of the elements of an array"),
        ("push", "$map makes an array of another, and $concatArrays joins them"),
        ("count", "$size counts the elements of an array, and of a $filter those that fulfil a condition"),
        ("median percentile", "$arrayElemAt takes the middle of an array, or any other place, after $sortArray"),
        ("top bottom", "$first and $last take an element after $sortArray"),
        ("topN bottomN", "$firstN and $lastN take elements after $sortArray"),
        ("shift", "$arrayElemAt takes a neighbour in an array, and $zip puts two arrays beside each other"),
        ("rank denseRank documentNumber", "$indexOfArray finds a place in what $sortArray gives"),
        ("derivative integral expMovingAvg covariancePop covarianceSamp linearFill locf minMaxScaler", Points),
        ("bitAnd bitOr bitXor bitNot bitsAllSet bitsAllClear bitsAnySet bitsAnyClear", Bits),
        ("asinh", "{\"$ln\": {\"$add\": [X, {\"$sqrt\": {\"$add\": [{\"$pow\": [X, 2]}, 1]}}]}} is the same"),
        ("acosh", "{\"$ln\": {\"$add\": [X, {\"$sqrt\": {\"$subtract\": [{\"$pow\": [X, 2]}, 1]}}]}} is the same"),
        ("atanh", "{\"$divide\": [{\"$ln\": {\"$divide\": [{\"$add\": [1, X]}, {\"$subtract\": [1, X]}]}}, 2]} is the same"),
        ("nin", "{\"$not\": [{\"$in\": [X, ARRAY]}]} is the same"),
        ("nor", "{\"$not\": [{\"$or\": […]}]} is the same"),
        ("exists", "{\"$ne\": [{\"$type\": X}, \"missing\"]} tells whether X is there"),
        ("regex options", "$regexMatch takes a pattern: {\"$regexMatch\": {\"input\": X, \"regex\": \"^SN\", \"options\": \"i\"}}"),
        ("elemMatch", "$filter takes elements that fulfil a condition, and {\"$anyElementTrue\": {\"$map\": …}} tells whether one does"),
        ("expr", "what it holds is an expression already: write that alone, such as {\"$gt\": […]}"),
        ("meta text", "a filter has no index of texts, and so no score; $regexMatch tells whether a text matches"),
        ("jsonSchema", "$type, $isNumber and $isArray tell the type of a value"),
        ("geoWithin geoIntersects near nearSphere geometry box center centerSphere polygon maxDistance minDistance",
            "there is no geometry: compare candidate.ra and candidate.dec in degrees with $gt and $lt, and let a watch list find positions"),
        ("comment", "a comment is one of JSON, // or /* */, and says nothing to the filter: $literal is for values"),
        ("natural hint", "it is of indexes of a database, and a filter looks at one alert"),
        ("alwaysTrue alwaysFalse", "write {\"$literal\": true} or {\"$literal\": false}"));

    /// <summary>A clause without a full stop; null when nothing is known of the name.</summary>
    public static string? Of(string name)
    {
        if (Table.Find(name) is { } hint)
            return hint;
        return StageTable.Names.Contains(name) || StageHints.Knows(name) ? "it is a stage, which stands in the array of the pipeline; $project and $addFields take expressions" : null;
    }

    /// <summary>Whether it is an operator of MongoDB's expressions.</summary>
    public static bool Knows(string name) => OperatorTable.Names.Contains(name) || Table.Find(name) is not null;
}
