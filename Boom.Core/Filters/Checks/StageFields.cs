using System.Globalization;
using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Surveys;

namespace Boom.Core.Filters.Checks;

/// <summary>
/// Which fields a pipeline asks for, by its text alone: each with what the stages before have made of it. The pipeline is one that compiles; of what this does not
/// understand it says nothing.
/// </summary>
sealed class StageFields
{
    readonly List<FieldRead> _reads = [];
    readonly HashSet<string> _made = new(StringComparer.Ordinal);
    readonly FilterView _view;

    StageFields(FilterView view) => _view = view;

    /// <summary>What is asked for, in the order of the pipeline.</summary>
    public IReadOnlyList<FieldRead> Reads => _reads;

    /// <summary>What comes out as <c>annotations</c>; null when no stage has a say in it.</summary>
    public FieldRead? Annotations { get; private set; }

    /// <summary>Paths that stages make.</summary>
    public IReadOnlyCollection<string> Made => _made;

    /// <exception cref="FilterException">The text is no pipeline.</exception>
    public static StageFields Of(string pipeline, FilterView view)
    {
        var stages = PipelineJson.Stages(pipeline, new(Int32WhereFits: false, Extended: false));
        var fields = new StageFields(view);
        fields.Read(stages);
        return fields;
    }

    void Read(in FilterValue stages)
    {
        var use = new FieldUse(stages);
        (string Path, int First)[] added = [.. Added().Select(path => (path, use.FirstOf(path))).Where(each => each.Item2 >= 0)];
        var objectBefore = added.Where(each => each.Path != FilterView.History).Select(each => each.First).DefaultIfEmpty(-1).Min();
        var document = FieldShape.Input;
        var walker = new ElementWalker(stages);
        for (var number = 0; walker.Next(); number++)
        {
            foreach (var (path, first) in added)
            {
                if (number == (path == FilterView.History ? first : objectBefore))
                    document = document.Set(path.Split('.'), new InputFields([path]));
            }

            var stage = walker.Value.Type == BsonType.Document ? new ElementWalker(walker.Value) : default;
            if (walker.Value.Type != BsonType.Document || !stage.Next())
                continue;
            var name = Encoding.UTF8.GetString(stage.Name);
            var place = string.Create(CultureInfo.InvariantCulture, $"Stage {number + 1} ({name})");
            document = Apply(place, name, stage.Value, document);
            if (name is "$project")
                Annotations = new FieldRead(place, "annotations", document.Child("annotations")) { ComparedWith = ValueKinds.Object };
        }
    }

    IEnumerable<string> Added()
    {
        string[] history = _view.HasHistory ? [FilterView.History] : [];
        var partner = _view.Partner is { } other ? other.Series.Select(series => $"{other.Survey.ToUpperName()}.{series}") : [];
        return [.. _view.Series, .. FilterView.ObjectFields, .. partner, .. history];
    }

    FieldShape Apply(string stage, string name, in FilterValue argument, FieldShape document)
    {
        var expressions = new ExpressionFields(stage, _reads, document);
        switch (name)
        {
            case "$match":
                new ConditionFields(expressions, _reads).Conditions(argument, document);
                return document;
            case "$project":
                return Project(stage, argument, document, expressions);
            case "$addFields" or "$set":
                return AddTo(document, argument, [], expressions);
            case "$unset":
                return Unset(stage, argument, document);
            case "$replaceWith":
                return expressions.Read(argument);
            case "$replaceRoot":
                return argument.Type == BsonType.Document ? expressions.Read(Documents.FindEncoded(argument, "newRoot"u8)) : FieldShape.Open;
            default:
                return document;
        }
    }

    FieldShape Project(string stage, in FilterValue argument, FieldShape document, ExpressionFields expressions)
    {
        if (argument.Type != BsonType.Document)
            return FieldShape.Open;
        if (Excludes(argument))
            return Exclude(stage, argument, [], document);
        FieldShape kept = new MadeShape(MadeShape.NoFields, new RemovedShape(stage, document));
        kept = kept.Set(["_id"], document.Child("_id"));
        return Keep(stage, argument, [], document, kept, expressions);
    }

    // An exclusion has nothing but fields to leave out; _id says nothing of the others.
    static bool Excludes(in FilterValue specification)
    {
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            var value = walker.Value;
            if (IsSwitch(value) && !walker.Name.SequenceEqual("_id"u8))
                return value.Truth == Truth.False;
            if (value.Type == BsonType.Document && !IsOperator(value))
                return Excludes(value);
            if (!IsSwitch(value))
                return false;
        }

        return false;
    }

    static FieldShape Exclude(string stage, in FilterValue specification, string[] prefix, FieldShape document)
    {
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            string[] path = [.. prefix, .. Encoding.UTF8.GetString(walker.Name).Split('.')];
            if (walker.Value.Type == BsonType.Document)
                document = Exclude(stage, walker.Value, path, document);
            else if (walker.Value.Truth == Truth.False)
                document = document.Set(path, new RemovedShape(stage, document.At(path)));
        }

        return document;
    }

    FieldShape Keep(string stage, in FilterValue specification, string[] prefix, FieldShape document, FieldShape kept, ExpressionFields expressions)
    {
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            string[] path = [.. prefix, .. Encoding.UTF8.GetString(walker.Name).Split('.')];
            var value = walker.Value;
            if (IsSwitch(value))
            {
                if (value.Truth != Truth.True)
                    continue;
                var shape = document.At(path);
                _reads.Add(new FieldRead(stage, string.Join('.', path), shape));
                kept = kept.Set(path, shape);
            }
            else if (value.Type == BsonType.Document && !IsOperator(value))
            {
                kept = Keep(stage, value, path, document, kept, expressions);
            }
            else
            {
                kept = Make(kept, path, value, expressions);
            }
        }

        return kept;
    }

    FieldShape AddTo(FieldShape document, in FilterValue specification, string[] prefix, ExpressionFields expressions)
    {
        if (specification.Type != BsonType.Document)
            return FieldShape.Open;
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            string[] path = [.. prefix, .. Encoding.UTF8.GetString(walker.Name).Split('.')];
            var value = walker.Value;
            document = value.Type == BsonType.Document && !IsOperator(value) ? AddTo(document, value, path, expressions) : Make(document, path, value, expressions);
        }

        return document;
    }

    FieldShape Make(FieldShape document, string[] path, in FilterValue value, ExpressionFields expressions)
    {
        _made.Add(string.Join('.', path));
        return document.Set(path, expressions.Read(value));
    }

    static FieldShape Unset(string stage, in FilterValue argument, FieldShape document)
    {
        if (argument.Type == BsonType.Array)
        {
            var walker = new ElementWalker(argument);
            while (walker.Next())
                document = Unset(stage, walker.Value, document);
            return document;
        }

        if (argument.Type != BsonType.String)
            return document;
        var path = Encoding.UTF8.GetString(argument.AsUtf8()).Split('.');
        return document.Set(path, new RemovedShape(stage, document.At(path)));
    }

    static bool IsSwitch(in FilterValue value) => value.IsNumber || value.Type == BsonType.Boolean;

    static bool IsOperator(in FilterValue value)
    {
        var walker = new ElementWalker(value);
        return walker.Next() && walker.Name.StartsWith("$"u8);
    }
}
