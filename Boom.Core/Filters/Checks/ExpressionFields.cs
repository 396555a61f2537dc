using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>Fields that expressions of a stage ask for, and where their results come from.</summary>
/// <param name="stage">The stage, as messages name it.</param>
/// <param name="reads">Takes what is found.</param>
/// <param name="document">What the stage sees.</param>
sealed partial class ExpressionFields(string stage, List<FieldRead> reads, FieldShape document)
{
    static readonly FieldShape Result = new ConstantShape(ValueKinds.None);

    readonly List<(string Name, FieldShape Shape)> _variables = [];
    int _optional;

    /// <summary>The stage, as messages name it.</summary>
    public string Stage => stage;

    /// <summary>Reads an expression; answers what its value is.</summary>
    public FieldShape Read(in FilterValue expression)
    {
        switch (expression.Type)
        {
            case BsonType.String:
                var text = Encoding.UTF8.GetString(expression.AsUtf8());
                return text.StartsWith('$') ? Path(text) : new ConstantShape(ValueKinds.Text);
            case BsonType.Array:
                return Elements(expression);
            case BsonType.Document:
                var walker = new ElementWalker(expression);
                if (!walker.Next())
                    return Result;
                return walker.Name.StartsWith("$"u8) ? Operator(Encoding.UTF8.GetString(walker.Name), walker.Value) : Object(expression);
            default:
                return new ConstantShape(ValueKindNames.KindOf(expression.Type));
        }
    }

    FieldShape Path(string text)
    {
        var isVariable = text.StartsWith("$$", StringComparison.Ordinal);
        var names = text[(isVariable ? 2 : 1)..].Split('.');
        var start = isVariable ? Variable(names[0]) : Variable("CURRENT");
        string[] path = isVariable ? names[1..] : names;
        var shape = start.At(path);
        if (path.Length > 0)
            reads.Add(new FieldRead(stage, isVariable ? text : text[1..], shape) { MayBeAbsent = _optional > 0, IsExpression = true });
        return shape;
    }

    FieldShape Variable(string name)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name)
                return _variables[i].Shape;
        }

        return name is "ROOT" or "CURRENT" ? document : Result;
    }

    FieldShape Elements(in FilterValue array)
    {
        var shapes = Each(array);
        return shapes.Count > 0 ? shapes.Aggregate(FieldShape.Either) : Result;
    }

    List<FieldShape> Each(in FilterValue argument)
    {
        if (argument.Type != BsonType.Array)
            return [Read(argument)];
        var shapes = new List<FieldShape>();
        var walker = new ElementWalker(argument);
        while (walker.Next())
            shapes.Add(Read(walker.Value));
        return shapes;
    }

    MadeShape Object(in FilterValue literal)
    {
        var fields = new Dictionary<string, FieldShape>(StringComparer.Ordinal);
        var walker = new ElementWalker(literal);
        while (walker.Next())
            fields[Encoding.UTF8.GetString(walker.Name)] = Read(walker.Value);
        return new MadeShape(fields, new LackingShape([]));
    }

    FieldShape Operator(string name, in FilterValue argument)
    {
        var shape = Read(name, argument);
        if (QuotedFields.AreSoughtIn(name))
            Quoted(argument, QuotedFields.IsComparison(name));
        return ReferenceEquals(shape, Result) ? QuotedFields.ResultOf(name) : shape;
    }

    /// <summary>Takes down constant texts where a value is wanted, any of which may be the path of a field without its $.</summary>
    /// <param name="operands">The operands, or the only one.</param>
    /// <param name="isComparison">Whether they are compared with each other.</param>
    public void Quoted(in FilterValue operands, bool isComparison = false) => reads.AddRange(QuotedFields.In(operands, stage, isComparison));

    FieldShape Read(string name, in FilterValue argument)
    {
        switch (name)
        {
            case "$literal":
                return new ConstantShape(ValueKindNames.KindOf(argument.Type));
            case "$eq" or "$ne" or "$gt" or "$gte" or "$lt" or "$lte":
                Comparison(name, argument);
                return Result;
            case "$arrayElemAt" or "$first" or "$last" or "$slice" or "$reverseArray":
                return Each(argument).FirstOrDefault(FieldShape.Open);
            case "$firstN" or "$lastN" or "$minN" or "$maxN":
                return Named(argument).GetValueOrDefault("input", FieldShape.Open);
            case "$concatArrays" or "$setUnion" or "$setIntersection":
                return argument.Type == BsonType.Array ? Elements(argument) : Read(argument);
            case "$ifNull":
                return IfNull(argument);
            case "$cond":
                return Choice(argument);
            case "$switch":
                return Switch(argument);
            case "$mergeObjects":
                return Merge(Each(argument));
            case "$getField":
                return GetField(argument);
            case "$let" or "$map" or "$filter" or "$reduce" or "$sortArray":
                return argument.Type == BsonType.Document ? Scoped(name, argument) : FieldShape.Open;
            case "$objectToArray" or "$arrayToObject" or "$zip" or "$setDifference" or "$max" or "$min":
                Other(argument);
                return FieldShape.Open;
            case "$type" or "$isArray" or "$isNumber":
                _optional++;
                Other(argument);
                _optional--;
                return Result;
            default:
                Other(argument);
                return Result;
        }
    }

    void Other(in FilterValue argument)
    {
        if (argument.Type == BsonType.Document && new ElementWalker(argument) is var walker && walker.Next() && !walker.Name.StartsWith("$"u8))
            Named(argument);
        else
            Each(argument);
    }

    /// <summary>Reads the values of named operands.</summary>
    Dictionary<string, FieldShape> Named(in FilterValue argument)
    {
        var shapes = new Dictionary<string, FieldShape>(StringComparer.Ordinal);
        if (argument.Type != BsonType.Document)
            return shapes;
        var walker = new ElementWalker(argument);
        while (walker.Next())
            shapes[Encoding.UTF8.GetString(walker.Name)] = Read(walker.Value);
        return shapes;
    }

    void Comparison(string name, in FilterValue argument)
    {
        var first = reads.Count;
        var shapes = Each(argument);
        if (argument.Type != BsonType.Array || shapes.Count != 2)
            return;
        // One operand is a path alone, and the other a constant: the path is then the one read.
        var (path, constant) = shapes[0] is ConstantShape ? (shapes[1], shapes[0]) : (shapes[0], shapes[1]);
        if (reads.Count != first + 1 || !ReferenceEquals(reads[first].Shape, path) || constant is not ConstantShape known)
            return;
        if (known.Kind is ValueKinds.Number or ValueKinds.Text or ValueKinds.Boolean)
            reads[first] = reads[first] with { ComparedWith = known.Kind, IsNegated = name == "$ne" };
        else if (HasNull(argument))
            reads[first] = reads[first] with { MayBeAbsent = true };
    }

    static bool HasNull(in FilterValue operands)
    {
        var walker = new ElementWalker(operands);
        while (walker.Next())
        {
            if (walker.Type == BsonType.Null)
                return true;
        }

        return false;
    }

    FieldShape IfNull(in FilterValue argument)
    {
        if (argument.Type != BsonType.Array)
            return Read(argument);
        FieldShape? all = null;
        var (walker, last) = (new ElementWalker(argument), Documents.Count(argument) - 1);
        for (var i = 0; walker.Next(); i++)
        {
            _optional += i < last ? 1 : 0;
            var shape = Read(walker.Value);
            _optional -= i < last ? 1 : 0;
            all = all is null ? shape : FieldShape.Either(all, shape);
        }

        return all ?? Result;
    }

    FieldShape Choice(in FilterValue argument)
    {
        if (argument.Type == BsonType.Array)
            return Each(argument) is [_, var yes, var no] ? FieldShape.Either(yes, no) : FieldShape.Open;
        var parts = Named(argument);
        return FieldShape.Either(parts.GetValueOrDefault("then", FieldShape.Open), parts.GetValueOrDefault("else", FieldShape.Open));
    }

    FieldShape Switch(in FilterValue argument)
    {
        if (argument.Type != BsonType.Document)
            return FieldShape.Open;
        var branches = Documents.FindEncoded(argument, "branches"u8);
        var values = new List<FieldShape>();
        var walker = branches.Type == BsonType.Array ? new ElementWalker(branches) : default;
        while (branches.Type == BsonType.Array && walker.Next())
            values.Add(Named(walker.Value).GetValueOrDefault("then", FieldShape.Open));
        if (Documents.FindEncoded(argument, "default"u8) is { IsMissing: false } other)
            values.Add(Read(other));
        return values.Count > 0 ? values.Aggregate(FieldShape.Either) : FieldShape.Open;
    }

    static FieldShape Merge(List<FieldShape> parts)
    {
        var merged = parts.Count > 0 ? parts[0] : Result;
        foreach (var part in parts.Skip(1))
        {
            if (part is not MadeShape { Rest: LackingShape } made)
                return FieldShape.Open;
            foreach (var (name, shape) in made.Fields)
                merged = merged.Set([name], shape);
        }

        return merged;
    }

    FieldShape GetField(in FilterValue argument)
    {
        var name = argument.Type == BsonType.Document ? Documents.FindEncoded(argument, "field"u8) : argument;
        var input = argument.Type == BsonType.Document ? Documents.FindEncoded(argument, "input"u8) : default;
        var of = input.IsMissing ? Variable("CURRENT") : Read(input);
        if (name.Type != BsonType.String || Encoding.UTF8.GetString(name.AsUtf8()) is not { } field || field.StartsWith('$') || field.Contains('.', StringComparison.Ordinal))
            return FieldShape.Open;
        var shape = of.Child(field);
        reads.Add(new FieldRead(stage, field, shape) { MayBeAbsent = _optional > 0, IsExpression = true });
        return shape;
    }
}
