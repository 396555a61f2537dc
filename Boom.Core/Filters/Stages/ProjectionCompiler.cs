using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Compiles what stands behind <c>$project</c>, <c>$addFields</c> and <c>$unset</c>.</summary>
sealed class ProjectionCompiler(ExpressionCompiler expressions, Place place, ExpressionScope scope)
{
    readonly FilterPlan _plan = expressions.Context.Plan;
    readonly List<string> _included = [];
    readonly List<string> _excluded = [];
    readonly List<string> _computed = [];
    readonly ProjectionNode _root = new(new(""), ProjectionKind.Branch, null);
    bool? _keepsId;

    /// <summary><c>$project</c>.</summary>
    public ProjectStage Project(in FilterValue specification)
    {
        ReadObject(specification, "{\"objectId\": 1, \"annotations.mag\": \"$candidate.magpsf\"}");
        Fields(specification, [], place, adds: false);
        var includes = _included.Count > 0 || _computed.Count > 0;
        var excludes = _excluded.Count > 0;
        if (includes && excludes)
            throw place.Fault($"'{_excluded[0]}' is left out while other fields are named to be kept; only _id can be left out beside them");
        var keepsOthers = excludes || (!includes && _keepsId == false);
        if (keepsOthers ? _keepsId == false : _keepsId == true)
            Add(["_id"], keepsOthers ? ProjectionKind.Exclude : ProjectionKind.Include, null, place);
        else if (!keepsOthers && _keepsId is null && _root.Find("_id"u8) < 0)
            Add(["_id"], ProjectionKind.Include, null, place);
        return Complete(keepsOthers);
    }

    /// <summary><c>$addFields</c> and <c>$set</c>.</summary>
    public ProjectStage AddFields(in FilterValue specification)
    {
        ReadObject(specification, "{\"annotations.mag\": \"$candidate.magpsf\"}");
        Fields(specification, [], place, adds: true);
        return Complete(keepsOthers: true);
    }

    /// <summary><c>$unset</c>.</summary>
    public ProjectStage Unset(in FilterValue specification)
    {
        var paths = new List<FilterValue>();
        if (specification.Type == BsonType.Array)
        {
            var walker = new ElementWalker(specification);
            while (walker.Next())
                paths.Add(walker.Value);
        }
        else
        {
            paths.Add(specification);
        }

        if (paths.Count == 0 || paths.Any(path => path.Type != BsonType.String))
            throw place.Fault("it takes the path of a field, or an array of at least one path");
        foreach (var path in paths)
        {
            var text = Encoding.UTF8.GetString(path.AsUtf8());
            if (_excluded.Contains(text))
                continue;
            Add(FieldPaths.Names(text, text, place), ProjectionKind.Exclude, null, place);
            _excluded.Add(text);
        }

        return Complete(keepsOthers: true);
    }

    void ReadObject(in FilterValue specification, string example)
    {
        if (specification.Type != BsonType.Document || Documents.Count(specification) == 0)
            throw place.Fault($"it takes an object of at least one field, such as {example}");
    }

    ProjectStage Complete(bool keepsOthers)
    {
        var shape = expressions.Context.Shape;
        if (keepsOthers)
            expressions.Context.Shape = shape.Without([.. _excluded, .. _computed, .. _keepsId == false ? ["_id"] : Array.Empty<string>()]);
        else
            expressions.Context.Shape = shape.Only([.. _included, .. _root.Find("_id"u8) >= 0 && !_computed.Any(path => path == "_id" || path.StartsWith("_id.", StringComparison.Ordinal)) ? ["_id"] : Array.Empty<string>()]).Without(_computed);
        return new(place, _root, keepsOthers);
    }

    void Fields(in FilterValue specification, string[] prefix, Place at, bool adds)
    {
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            var name = Encoding.UTF8.GetString(walker.Name);
            var here = at.At(name);
            if (adds && prefix.Length > 0 && name.Contains('.', StringComparison.Ordinal))
                throw here.Fault("a name inside an object has no dots");
            string[] path = [.. prefix, .. FieldPaths.Names(name, name, here)];
            if (path.Length > FilterLimits.PathParts)
                throw here.Fault($"a path has at most {FilterLimits.PathParts} parts");
            Field(walker.Value, path, here, adds);
        }
    }

    void Field(in FilterValue value, string[] path, Place here, bool adds)
    {
        expressions.Context.CountNode(here);
        if (!adds && (value.IsNumber || value.Type == BsonType.Boolean))
        {
            Keep(path, value.Truth == Truth.True, here);
        }
        else if (value.Type == BsonType.Document && !IsOperator(value))
        {
            if (Documents.Count(value) == 0)
                throw here.Fault("an empty object is no value here; {\"$literal\": {}} is one");
            Fields(value, path, here, adds);
        }
        else
        {
            Add(path, ProjectionKind.Compute, expressions.Compile(value, here, scope), here);
            _computed.Add(string.Join('.', path));
        }
    }

    void Keep(string[] path, bool keeps, Place here)
    {
        if (path is ["_id"])
        {
            if (_keepsId is not null)
                throw here.Fault("the field is named twice");
            _keepsId = keeps;
            return;
        }

        Add(path, keeps ? ProjectionKind.Include : ProjectionKind.Exclude, null, here);
        (keeps ? _included : _excluded).Add(string.Join('.', path));
    }

    void Add(string[] path, ProjectionKind kind, Expression? value, Place here)
    {
        var node = _root;
        for (var i = 0; i < path.Length; i++)
        {
            node.Computes |= kind == ProjectionKind.Compute;
            var name = _plan.Name(path[i]);
            var index = node.Find(name.Utf8);
            var last = i == path.Length - 1;
            if (index >= 0 && (last || node.Children[index].Kind != ProjectionKind.Branch))
                throw here.Fault($"'{string.Join('.', path)}' is named twice, or stands beside a path that leads into it");
            if (index < 0)
            {
                index = node.Children.Count;
                node.Children.Add(new(name, last ? kind : ProjectionKind.Branch, last ? value : null));
            }

            node = node.Children[index];
        }

        node.Computes = kind == ProjectionKind.Compute;
    }

    static bool IsOperator(in FilterValue value)
    {
        var walker = new ElementWalker(value);
        return walker.Next() && walker.Name.StartsWith("$"u8);
    }
}
