using System.Globalization;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Conditions;

/// <summary>
/// A dotted path of which some value passes a check, as <see cref="Matching.MatchPath"/> follows it: into every object of an array, by the index of an array,
/// and on an array at its end into each element.
/// </summary>
sealed class PathCondition(FieldName[] parts, PathPlace place, ValueCheck check) : Condition
{
    readonly int _slot = place.Slot;
    readonly int _rest = place.Depth < parts.Length ? place.Depth : 0;
    readonly int[] _indexes = [.. parts.Select(Index)];

    public string Path { get; } = string.Join('.', parts.Select(part => part.Text));

    public FieldName[] Parts => parts;

    public ValueCheck Check => check;

    /// <summary>The values that the path yields, each of which is tested.</summary>
    public IReadOnlyList<FilterValue> Values(FilterRun run, in FilterValue document)
    {
        var collector = new Collector(check.TakesArraysWhole);
        new PathCondition(parts, place, collector).Test(run, document);
        return collector.Values;
    }

    public override Truth Test(FilterRun run, in FilterValue document)
    {
        if (_slot < 0 || !run.Index.TryGet(_slot, out var value))
            return InDocument(run, document, 0);
        return _rest == 0 ? AtEnd(run, value) : Inside(run, value, _rest);
    }

    /// <summary>Goes on from a value that some parts of the path lead to.</summary>
    Truth Inside(FilterRun run, in FilterValue value, int part) => value.Type switch
    {
        BsonType.Document => InDocument(run, value, part),
        BsonType.Array => InArray(run, value, part),
        _ => value.IsUnknown ? Truth.Unknown : check.Test(run, default),
    };

    Truth AtEnd(FilterRun run, in FilterValue value)
    {
        if (value.Type == BsonType.Array)
            return OfArray(run, value);
        return value.IsUnknown ? Truth.Unknown : check.Test(run, value);
    }

    Truth InDocument(FilterRun run, in FilterValue document, int part)
    {
        var value = document;
        for (; part < parts.Length; part++)
        {
            value = Documents.Find(value, parts[part]);
            if (value.IsUnknown)
                return Truth.Unknown;
            if (part == parts.Length - 1)
                return AtEnd(run, value);
            if (value.Type == BsonType.Array)
                return InArray(run, value, part + 1);
            if (value.Type != BsonType.Document)
                return check.Test(run, default);
        }

        return check.Test(run, value);
    }

    Truth InArray(FilterRun run, in FilterValue array, int part)
    {
        var answer = Truth.False;
        var index = 0;
        var cursor = new ItemCursor(array);
        while (cursor.Next())
        {
            var item = cursor.Value;
            run.Spend(1);
            if (index++ == _indexes[part] && Settles(AtIndex(run, item, part), ref answer))
                return answer;
            if (item.IsUnknown)
                answer = Truth.Unknown;
            else if (item.Type == BsonType.Document && Settles(InDocument(run, item, part), ref answer))
                return answer;
        }

        return answer;
    }

    Truth AtIndex(FilterRun run, in FilterValue item, int part)
    {
        if (item.IsUnknown)
            return Truth.Unknown;
        if (part == parts.Length - 1)
            return check.Test(run, item);
        return item.Type switch
        {
            BsonType.Document => InDocument(run, item, part + 1),
            BsonType.Array => InArray(run, item, part + 1),
            _ => Truth.False,
        };
    }

    Truth OfArray(FilterRun run, in FilterValue array)
    {
        var answer = Truth.False;
        if (!check.TakesArraysWhole)
        {
            var cursor = new ItemCursor(array);
            while (cursor.Next())
            {
                var item = cursor.Value;
                run.Spend(1);
                if (Settles(item.IsUnknown ? Truth.Unknown : check.Test(run, item), ref answer))
                    return answer;
            }
        }

        Settles(check.Test(run, array), ref answer);
        return answer;
    }

    /// <summary>Takes one more answer; true when it decides.</summary>
    static bool Settles(Truth truth, ref Truth answer)
    {
        if (truth != Truth.False)
            answer = truth == Truth.True || answer != Truth.True ? truth : answer;
        return truth == Truth.True;
    }

    // Names such as 007 are of objects only.
    static int Index(FieldName name) => int.TryParse(name.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index.ToString(CultureInfo.InvariantCulture) == name.Text ? index : -1;

    /// <summary>Takes down what it is given.</summary>
    sealed class Collector(bool takesArraysWhole) : ValueCheck
    {
        public List<FilterValue> Values { get; } = [];

        public override bool TakesArraysWhole => takesArraysWhole;

        public override Truth Test(FilterRun run, in FilterValue value)
        {
            Values.Add(value);
            return Truth.False;
        }
    }
}
