using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>Operators that have variables.</summary>
sealed partial class ExpressionFields
{
    FieldShape Scoped(string name, in FilterValue argument)
    {
        var outer = _variables.Count;
        var result = name switch
        {
            "$let" => Let(argument),
            "$sortArray" => Sort(argument),
            "$reduce" => Reduce(argument),
            _ => Loop(argument, keepsInput: name == "$filter"),
        };
        _variables.RemoveRange(outer, _variables.Count - outer);
        return result;
    }

    FieldShape Let(in FilterValue argument)
    {
        var variables = Named(Documents.FindEncoded(argument, "vars"u8));
        _variables.AddRange(variables.Select(variable => (variable.Key, variable.Value)));
        return Read(Documents.FindEncoded(argument, "in"u8));
    }

    FieldShape Loop(in FilterValue argument, bool keepsInput)
    {
        var input = Read(Documents.FindEncoded(argument, "input"u8));
        var name = Documents.FindEncoded(argument, "as"u8);
        if (Documents.FindEncoded(argument, "limit"u8) is { IsMissing: false } limit)
            Read(limit);
        _variables.Add((name.Type == BsonType.String ? Encoding.UTF8.GetString(name.AsUtf8()) : "this", input));
        var inner = Read(Documents.FindEncoded(argument, keepsInput ? "cond"u8 : "in"u8));
        return keepsInput ? input : inner;
    }

    FieldShape Reduce(in FilterValue argument)
    {
        var input = Read(Documents.FindEncoded(argument, "input"u8));
        Read(Documents.FindEncoded(argument, "initialValue"u8));
        _variables.Add(("this", input));
        _variables.Add(("value", FieldShape.Open));
        Read(Documents.FindEncoded(argument, "in"u8));
        return FieldShape.Open;
    }

    FieldShape Sort(in FilterValue argument)
    {
        var input = Read(Documents.FindEncoded(argument, "input"u8));
        var keys = Documents.FindEncoded(argument, "sortBy"u8);
        var walker = keys.Type == BsonType.Document ? new ElementWalker(keys) : default;
        while (keys.Type == BsonType.Document && walker.Next())
        {
            var key = Encoding.UTF8.GetString(walker.Name);
            reads.Add(new FieldRead(stage, key, input.At(key.Split('.'))) { IsExpression = true });
        }

        return input;
    }
}
