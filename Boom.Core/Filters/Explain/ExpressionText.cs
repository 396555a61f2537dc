using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>Expressions on one line: signs where there are signs, else the operator with its operands, as in <c>abs($candidate.sgmag1)</c>.</summary>
static class ExpressionText
{
    const int Letters = 160;

    static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["$add"] = "+",
        ["$subtract"] = "−",
        ["$multiply"] = "×",
        ["$divide"] = "/",
        ["$gt"] = ">",
        ["$gte"] = "≥",
        ["$lt"] = "<",
        ["$lte"] = "≤",
        ["$eq"] = "=",
        ["$ne"] = "≠",
        ["$and"] = "and",
        ["$or"] = "or",
    };

    public static string Of(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression.Source, 0);
        return text.Length <= Letters ? text.ToString() : $"{text.ToString(0, Letters)}…";
    }

    static void Write(StringBuilder text, in FilterValue source, int depth)
    {
        if (text.Length > Letters)
            return;
        if (source.Type == BsonType.String)
        {
            var content = Encoding.UTF8.GetString(source.AsUtf8());
            text.Append(content.StartsWith('$') ? content.TrimStart('$') : $"\"{content}\"");
            return;
        }

        var walker = source.Type == BsonType.Document ? new ElementWalker(source) : default;
        if (source.Type != BsonType.Document || !walker.Next() || !walker.Name.StartsWith("$"u8))
        {
            text.Append(ValueText.Of(source));
            return;
        }

        var name = Encoding.UTF8.GetString(walker.Name);
        if (Signs.TryGetValue(name, out var sign) && walker.Value.Type == BsonType.Array && FilterRun.Count(walker.Value) > 1)
            Join(text, walker.Value, $" {sign} ", depth > 0, depth);
        else if (name == "$literal")
            text.Append(ValueText.Of(walker.Value));
        else
            Call(text, name, walker.Value, depth);
    }

    static void Call(StringBuilder text, string name, in FilterValue argument, int depth)
    {
        text.Append(name.AsSpan(1));
        if (argument.Type == BsonType.Array)
        {
            Join(text, argument, ", ", brackets: true, depth);
            return;
        }

        text.Append('(');
        var walker = argument.Type == BsonType.Document ? new ElementWalker(argument) : default;
        if (argument.Type == BsonType.Document && walker.Next() && !walker.Name.StartsWith("$"u8))
            Named(text, argument, depth);
        else
            Write(text, argument, depth + 1);
        text.Append(')');
    }

    static void Named(StringBuilder text, in FilterValue argument, int depth)
    {
        var walker = new ElementWalker(argument);
        var first = true;
        while (walker.Next())
        {
            text.Append(first ? "" : ", ").Append(Encoding.UTF8.GetString(walker.Name)).Append(": ");
            first = false;
            Write(text, walker.Value, depth + 1);
        }
    }

    static void Join(StringBuilder text, in FilterValue operands, string between, bool brackets, int depth)
    {
        if (brackets)
            text.Append('(');
        var walker = new ElementWalker(operands);
        var first = true;
        while (walker.Next())
        {
            text.Append(first ? "" : between);
            first = false;
            Write(text, walker.Value, depth + 1);
        }

        if (brackets)
            text.Append(')');
    }
}
