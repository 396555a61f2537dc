using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>Texts: joins, letters, parts, patterns.</summary>
static class TextOperators
{
    const int LettersPerStep = 16;

    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$concat", static (call, in argument) => new ManyOperandsExpression(Concat, call.Operands(argument, 0), endsAtNull: true));
        // As in MongoDB, letters of ASCII alone.
        Case("$toUpper", static letter => char.IsAsciiLetterLower(letter) ? (char)(letter - ('a' - 'A')) : letter);
        Case("$toLower", static letter => char.IsAsciiLetterUpper(letter) ? (char)(letter + ('a' - 'A')) : letter);
        table.Add("$strLenCP", static (call, in argument) => new OneOperandExpression(
            static (FilterRun run, in FilterValue value) => FilterValue.Of(Required("$strLenCP", run, value).EnumerateRunes().Count()), call.One(argument)));
        table.Add("$strLenBytes", static (call, in argument) => new OneOperandExpression(
            static (FilterRun run, in FilterValue value) => FilterValue.Of(Encoding.UTF8.GetByteCount(Required("$strLenBytes", run, value))), call.One(argument)));
        table.Add("$substrCP", static (call, in argument) => new ManyOperandsExpression(Part, call.Operands(argument, 3, 3)));
        table.Add("$split", static (call, in argument) => new ManyOperandsExpression(Split, call.Operands(argument, 2, 2)));
        table.Add("$regexMatch", RegexMatch);

        void Case(string name, Func<char, char> change) => table.Add(name, (call, in argument) => new OneOperandExpression(
            (FilterRun run, in FilterValue value) => value.IsNullish ? run.Text("") : run.Text(Changed(Plain(name, run, value), change)), call.One(argument)));
    }

    static string Changed(string text, Func<char, char> change) => string.Create(text.Length, (text, change), static (letters, source) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = source.change(source.text[i]);
    });

    static FilterValue Concat(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var length = 0L;
        foreach (ref readonly var value in values)
        {
            if (value.IsNullish)
                return FilterValue.Null;
            if (value.Type != BsonType.String)
                throw Words.Takes("$concat", "texts", value);
            length += value.Count - 5;
        }

        var result = run.Text(length, out var content);
        foreach (ref readonly var value in values)
        {
            value.AsUtf8().CopyTo(content);
            content = content[(value.Count - 5)..];
        }

        return result;
    }

    static FilterValue Part(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        if (!Integers.TryInt32(values[1], out var from) || from < 0 || !Integers.TryInt32(values[2], out var count))
            throw new FilterEvaluationException("$substrCP takes a place from 0 on and a count, both whole numbers");
        if (values[0].IsNullish)
            return run.Text("");
        var runes = Plain("$substrCP", run, values[0]).EnumerateRunes().Skip(from);
        var part = new StringBuilder();
        foreach (var rune in count < 0 ? runes : runes.Take(count))
            part.Append(rune.ToString());
        return run.Text(part.ToString());
    }

    static FilterValue Split(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        if (values[0].IsNullish || values[1].IsNullish)
            return FilterValue.Null;
        var separator = Required("$split", run, values[1]);
        var text = Required("$split", run, values[0]);
        if (separator.Length == 0)
            throw new FilterEvaluationException("$split takes a separator that is not empty");
        var parts = text.Split(separator, StringSplitOptions.None);
        var chunk = run.TakeValues(parts.Length, out var start);
        for (var i = 0; i < parts.Length; i++)
            chunk[start + i] = run.Text(parts[i]);
        return FilterValue.List(chunk, start, parts.Length);
    }

    static Expression RegexMatch(OperatorCall call, in FilterValue argument)
    {
        var parts = call.Named(argument, ["input", "regex"], ["options"]);
        if (parts[1].Type != BsonType.String || (!parts[2].IsMissing && parts[2].Type != BsonType.String))
            throw call.Fault("takes a 'regex' and 'options' that are texts");
        RegexTest test;
        try
        {
            test = new(RegexPattern.Compile(
                Encoding.UTF8.GetString(parts[1].AsUtf8()), parts[2].IsMissing ? "" : Encoding.UTF8.GetString(parts[2].AsUtf8())));
        }
        catch (FormatException fault) when (fault is not BsonFormatException)
        {
            throw call.Fault($"cannot use its pattern, {fault.Message}");
        }

        return new OneOperandExpression(
            (FilterRun run, in FilterValue value) =>
            {
                if (value.IsNullish)
                    return FilterValue.False;
                if (value.Type != BsonType.String)
                    throw Words.Takes("$regexMatch", "text as 'input'", value);
                run.Spend(1 + (value.Count / LettersPerStep));
                return FilterValue.Of(test.Passes(value.AsMatch()));
            },
            call.Compile(parts[0]));
    }

    static string Required(string name, FilterRun run, in FilterValue value)
    {
        if (value.Type != BsonType.String)
            throw Words.Takes(name, "text", value);
        run.Spend(1 + (value.Count / LettersPerStep));
        return Encoding.UTF8.GetString(value.AsUtf8());
    }

    // Numbers and dates are taken as their text.
    static string Plain(string name, FilterRun run, in FilterValue value)
        => value.IsNumber || value.Type is BsonType.String or BsonType.DateTime
            ? Required(name, run, Conversions.ToText(run, value))
            : throw Words.Takes(name, "text", value);
}
