using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>The operators that follow a path.</summary>
sealed partial class MatchCompiler
{
    const string Known = "$eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $not, $elemMatch, $all, $size, $mod, $type and $regex";

    ValueTest Operators(ReadOnlySpan<byte> document, Place place)
    {
        var tests = new List<ValueTest>();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            var name = Encoding.UTF8.GetString(reader.Name);
            if (name == "$regex")
                tests.Add(Pattern(reader, document, place));
            else if (name != "$options")
                tests.Add(Operator(name, reader, place));
            else if (!new BsonReader(document).Find("$regex"u8))
                throw place.Fault(name, "stands beside a $regex");
        }

        return tests is [var one] ? one : new AllTest([.. tests]);
    }

    ValueTest Operator(string name, in BsonReader reader, Place place) => name switch
    {
        "$eq" => Comparison(name, reader, place, Orders.Equal),
        "$ne" => new NotTest(Comparison(name, reader, place, Orders.Equal)),
        "$gt" => Comparison(name, reader, place, Orders.Above),
        "$gte" => Comparison(name, reader, place, Orders.Above | Orders.Equal),
        "$lt" => Comparison(name, reader, place, Orders.Below),
        "$lte" => Comparison(name, reader, place, Orders.Below | Orders.Equal),
        "$in" => In(name, reader, place),
        "$nin" => new NotTest(In(name, reader, place)),
        "$exists" => Exists(reader),
        "$not" => Not(name, reader, place),
        "$elemMatch" => ElemMatch(name, reader, place),
        "$all" => All(name, reader, place),
        "$size" => Size(name, reader, place),
        "$mod" => Mod(name, reader, place),
        "$type" => Types(name, reader, place),
        _ when expressions is not null && ExtendedJson.Refusal(name) is { } refusal => throw place.Fault("$eq", $"takes a value: {refusal}"),
        _ => throw place.Fault(name, Unknown(name)),
    };

    string Unknown(string name)
    {
        var near = NearestOperator.In(name, Known.Replace(" and ", ", ", StringComparison.Ordinal).Split(", "));
        var hint = hints is not null ? hints(name, true) : near is null ? null : $"the nearest is {near}";
        return $"is not an operator that may follow a path, which are {Known}{(hint is null ? "" : $"; {hint}")}";
    }

    ComparisonTest Comparison(string name, in BsonReader reader, Place place, Orders orders) => new(Literal(name, reader, place), orders);

    InTest In(string name, in BsonReader reader, Place place)
    {
        if (reader.Type != BsonType.Array)
            throw place.Fault(name, $"takes an array of values, not {Word(reader.Type)}");
        var operands = new List<MatchOperand>();
        var values = new BsonReader(reader.Value);
        while (values.Read())
        {
            // In a plain match Literal refuses it, by name.
            if (expressions is not null && HasOperators(values.Type, values.Value))
                throw place.Fault(name, "takes values, not operators");
            operands.Add(Literal(name, values, place));
        }

        return new(operands);
    }

    // As in MongoDB: null and zero of any type stand for false, all else for true.
    static ValueTest Exists(in BsonReader reader)
    {
        var value = new MatchValue(reader.Type, reader.Value);
        var wanted = value.Type switch
        {
            BsonType.Null => false,
            BsonType.Boolean => reader.AsBoolean(),
            _ => !value.IsNumber || NumberOrder.Compare(value, new(BsonType.Int32, [0, 0, 0, 0])) != 0,
        };
        return wanted ? new ExistsTest() : new NotTest(new ExistsTest());
    }

    NotTest Not(string name, in BsonReader reader, Place place)
    {
        if (HasOperators(reader.Type, reader.Value))
            return new(Operators(reader.Value, place.Deeper(1)));
        var found = reader.Type == BsonType.Document ? "one without" : Word(reader.Type);
        throw place.Fault(name, $"takes an object of operators such as {{\"$gt\": 3}}, not {found}");
    }

    ValueTest ElemMatch(string name, in BsonReader reader, Place place)
    {
        if (reader.Type != BsonType.Document)
            throw place.Fault(name, $"takes an object of conditions on one element, not {Word(reader.Type)}");
        var inner = place.Deeper(1) with { InElements = true };
        if (!HasOperators(reader.Type, reader.Value))
            return new ElementDocumentTest(Document(reader.Value, inner));
        var first = new BsonReader(reader.Value);
        first.Read();
        return first.Name.SequenceEqual("$and"u8) || first.Name.SequenceEqual("$or"u8) || first.Name.SequenceEqual("$nor"u8)
            ? new ElementDocumentTest(Document(reader.Value, inner))
            : new ElementValueTest(Operators(reader.Value, inner));
    }

    ValueTest All(string name, in BsonReader reader, Place place)
    {
        if (reader.Type != BsonType.Array)
            throw place.Fault(name, $"takes an array of values, not {Word(reader.Type)}");
        var tests = new List<ValueTest>();
        var elements = 0;
        var values = new BsonReader(reader.Value);
        while (values.Read())
        {
            if (!HasOperators(values.Type, values.Value))
            {
                tests.Add(Comparison(name, values, place, Orders.Equal));
                continue;
            }

            tests.Add(AllElemMatch(name, values.Value, place));
            elements++;
        }

        if (elements > 0 && elements < tests.Count)
            throw place.Fault(name, "takes either values or $elemMatch conditions, not both");
        return tests.Count == 0 ? new NeverTest() : new AllTest([.. tests]);
    }

    ValueTest AllElemMatch(string name, ReadOnlySpan<byte> document, Place place)
    {
        var reader = new BsonReader(document);
        if (!reader.Read() || !reader.Name.SequenceEqual("$elemMatch"u8))
            throw place.Fault(name, $"takes values or $elemMatch conditions, not {Encoding.UTF8.GetString(reader.Name)}");
        var test = ElemMatch("$elemMatch", reader, place.Deeper(1));
        return reader.Read() ? throw place.Fault(name, "takes objects that hold $elemMatch alone") : test;
    }

    static RegexTest Pattern(in BsonReader reader, ReadOnlySpan<byte> document, Place place)
    {
        const string Name = "$regex";
        if (reader.Type != BsonType.String)
            throw place.Fault(Name, $"takes text, not {Word(reader.Type)}");
        var options = new BsonReader(document);
        var hasOptions = options.Find("$options"u8);
        if (hasOptions && options.Type != BsonType.String)
            throw place.Fault("$options", $"takes text, not {Word(options.Type)}");
        try
        {
            return new(RegexPattern.Compile(reader.AsString(), hasOptions ? options.AsString() : ""));
        }
        catch (FormatException fault) when (fault is not BsonFormatException)
        {
            throw place.Fault(Name, $"cannot be used, {fault.Message}");
        }
    }
}
