namespace Boom.Core.Filters.Checks;

/// <summary>What is known of a value before any alert is looked at: where it comes from. Of an array it is said of its elements as well.</summary>
abstract record FieldShape
{
    /// <summary>Nothing is known, and any field may be there.</summary>
    public static FieldShape Open { get; } = new OpenShape();

    /// <summary>The alert as it enters the pipeline.</summary>
    public static FieldShape Input { get; } = new InputFields([""]);

    /// <summary>A field of the value.</summary>
    public abstract FieldShape Child(string name);

    /// <summary>The value of a path.</summary>
    public FieldShape At(ReadOnlySpan<string> path)
    {
        var shape = this;
        foreach (var name in path)
            shape = shape.Child(name);
        return shape;
    }

    /// <summary>The same with a value at a path.</summary>
    public FieldShape Set(ReadOnlySpan<string> path, FieldShape value)
    {
        if (path.IsEmpty)
            return value;
        if (this is OpenShape)
            return this;
        var inner = Child(path[0]);
        // What is no object becomes one.
        inner = path.Length > 1 && inner is ConstantShape or LackingShape or RemovedShape ? new MadeShape(MadeShape.NoFields, inner) : inner;
        var changed = inner.Set(path[1..], value);
        return this is MadeShape made
            ? new MadeShape(new Dictionary<string, FieldShape>(made.Fields, StringComparer.Ordinal) { [path[0]] = changed }, made.Rest)
            : new MadeShape(new Dictionary<string, FieldShape>(StringComparer.Ordinal) { [path[0]] = changed }, this);
    }

    /// <summary>A value that is one or the other.</summary>
    public static FieldShape Either(FieldShape one, FieldShape other) => (one, other) switch
    {
        _ when ReferenceEquals(one, other) => one,
        (ConstantShape, _) => other,
        (_, ConstantShape) => one,
        (InputFields left, InputFields right) => new InputFields([.. left.Paths.Union(right.Paths, StringComparer.Ordinal)]),
        _ => Open,
    };
}

/// <summary>Nobody knows.</summary>
sealed record OpenShape : FieldShape
{
    public override FieldShape Child(string name) => this;
}

/// <summary>A constant, or the result of an operator: no field of it is of interest.</summary>
/// <param name="Kind">Its type; None where that is not known.</param>
sealed record ConstantShape(ValueKinds Kind) : FieldShape
{
    public override FieldShape Child(string name) => Open;
}

/// <summary>What the alert has at a path, or at one of several.</summary>
/// <param name="Paths">The paths.</param>
sealed record InputFields(IReadOnlyList<string> Paths) : FieldShape
{
    public override FieldShape Child(string name) => new InputFields([.. Paths.Select(path => path.Length == 0 ? name : $"{path}.{name}")]);
}

/// <summary>An object that a stage or an expression makes.</summary>
/// <param name="Fields">Fields that it sets.</param>
/// <param name="Rest">What has the others.</param>
sealed record MadeShape(IReadOnlyDictionary<string, FieldShape> Fields, FieldShape Rest) : FieldShape
{
    public static IReadOnlyDictionary<string, FieldShape> NoFields { get; } = new Dictionary<string, FieldShape>();

    public override FieldShape Child(string name)
    {
        if (Fields.TryGetValue(name, out var field))
            return field;
        return Rest is LackingShape ? new LackingShape([.. Fields.Keys]) : Rest.Child(name);
    }
}

/// <summary>A field that an object does not have, as it is made with others.</summary>
/// <param name="Others">Those that it has.</param>
sealed record LackingShape(IReadOnlyList<string> Others) : FieldShape
{
    public override FieldShape Child(string name) => this;
}

/// <summary>What a stage does not keep.</summary>
/// <param name="Stage">The stage, as messages name it.</param>
/// <param name="Was">What it was before.</param>
sealed record RemovedShape(string Stage, FieldShape Was) : FieldShape
{
    public override FieldShape Child(string name)
    {
        var was = Was.Child(name);
        return was is OpenShape or LackingShape or RemovedShape ? was : new RemovedShape(Stage, was);
    }
}

/// <summary>A text that may be meant as a path.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsAlone">Whether it is compared with a constant that is no text.</param>
sealed record QuotedShape(string Text, bool IsAlone) : FieldShape
{
    public override FieldShape Child(string name) => Open;
}

/// <summary>What is compared with an object that has the name of an operator without its $.</summary>
/// <param name="Name">The name.</param>
sealed record BareOperatorShape(string Name) : FieldShape
{
    public override FieldShape Child(string name) => Open;
}
