using Boom.Core.Surveys;

namespace Boom.Core.Filters.Checks;

/// <summary>What is said of a field that no alert has.</summary>
/// <param name="view">What filters see of the survey's alerts.</param>
/// <param name="others">The same of other surveys.</param>
/// <param name="names">Paths that there are, of which the nearest is told.</param>
/// <param name="alerts">What the alerts that were looked at are called; null when none says anything.</param>
sealed class FieldSentences(FilterView view, IReadOnlyList<FilterView> others, IReadOnlyCollection<string> names, string? alerts)
{
    /// <summary>The field with the matches in catalogues, by their names.</summary>
    public const string Catalogs = "cross_matches";

    const ValueKinds Plain = ValueKinds.Number | ValueKinds.Text | ValueKinds.Boolean | ValueKinds.Date;

    string Survey => view.Survey.ToUpperName();

    /// <summary>A sentence; null when there is nothing to say.</summary>
    public string? Of(Question question) => question.Read.Shape switch
    {
        InputFields input => OfInput(question, input.Paths),
        RemovedShape removed => OfRemoved(question.Read, removed),
        LackingShape lacking => $"{question.Read.Stage}: {question.Read.Path} is not there, the object is made with {Listed(lacking.Others)}.",
        QuotedShape quoted => OfQuoted(question.Read, quoted),
        BareOperatorShape bare => $"{question.Read.Stage}: {question.Read.Path} is compared with an object that has the name {bare.Name}; {{\"${bare.Name}\": …}} is the operator.",
        _ => null,
    };

    /// <summary>What is said of annotations that are no object; null when there is nothing to say.</summary>
    public string? OfAnnotations(Question question)
    {
        var read = question.Read;
        var (what, example) = read.Shape switch
        {
            ConstantShape { Kind: not (ValueKinds.None or ValueKinds.Object) } constant => (constant.Kind.ToWords(), "{\"name\": …}"),
            InputFields { Paths: [var path] } when IsNoObject(question.Found, path) => ($"{path}, which is no object", $"{{\"{path[(path.LastIndexOf('.') + 1)..]}\": \"${path}\"}}"),
            _ => ("", ""),
        };
        return what.Length == 0 ? null : $"{read.Stage}: annotations is {what}, and nothing but an object is kept with a hit: write \"annotations\": {example}.";
    }

    bool IsNoObject(ValueKinds found, string path)
    {
        // An array may stand for an element of it.
        if (found != ValueKinds.None)
            return found != ValueKinds.Array && (found & ValueKinds.Object) == 0;
        return Has(path) == true && !view.Known!.Paths.Any(known => known.StartsWith($"{path}.", StringComparison.Ordinal));
    }

    string? OfQuoted(FieldRead read, QuotedShape quoted)
    {
        // A text such as "g" may well be what a field holds and the name of another.
        var isPath = quoted.IsAlone || quoted.Text.Contains('.', StringComparison.Ordinal);
        if (isPath && (Has(quoted.Text) == true || names.Contains(quoted.Text)))
            return $"{read.Stage}: '{quoted.Text}' is text here; ${quoted.Text} is the field.";
        return quoted.IsAlone && NearestField.Of(quoted.Text, names) is { } nearest ? $"{read.Stage}: '{quoted.Text}' is text here; the nearest field is ${nearest}." : null;
    }

    string? OfInput(Question question, IReadOnlyList<string> paths)
    {
        if (question.Found != ValueKinds.None)
            return question.IsSettled || alerts is null ? null : OfTypes(question);
        var isKnown = paths.Select(Has).ToList();
        if (isKnown.TrueForAll(known => known == false))
            return NoField(question.Read, paths[0]);
        if (alerts is null || question.Read.MayBeAbsent || paths.Any(IsAlwaysThere))
            return null;
        // Without any catalogue every name is as good as another.
        if (question.Read.IsCatalog && !names.Any(name => name.StartsWith($"{Catalogs}.", StringComparison.Ordinal)))
            return null;
        var what = isKnown.Contains(true) ? $", which is a field of {Survey} alerts" : NearestOf(paths[0]);
        return $"{question.Read.Stage}: no alert of {alerts} has {Name(question.Read, paths[0])}{what}.";
    }

    // What was there may be misspelt as well.
    string OfRemoved(FieldRead read, RemovedShape removed) => removed.Was is InputFields input && input.Paths.All(path => Has(path) == false)
        ? NoField(read, input.Paths[0])
        : $"{read.Stage}: {read.Path} is not there any more, {removed.Stage} does not keep it.";

    string NoField(FieldRead read, string path)
    {
        if (read.Path.Length == 0)
            return $"{read.Stage}: an empty path leads to no field.";
        if (path.Split('.').Contains(""))
            return $"{read.Stage}: '{read.Path}' has an empty name, which no field has.";
        if (read.IsExpression && Array.Find(path.Split('.'), part => part.Length > 0 && part.All(char.IsAsciiDigit)) is { } place)
            return $"{read.Stage}: in {read.Path} {place} is a name and no place in an array, as in all expressions; {{\"$arrayElemAt\": [ARRAY, {place}]}} is one.";
        List<string> owners = [.. others.Where(other => other.Known?.Has(path) == true).Select(other => other.Survey.ToUpperName())];
        var owner = owners.Count > 0 ? $", {string.Join(" and ", owners)} alerts have one" : "";
        return $"{read.Stage}: {Survey} alerts have no field {Name(read, path)}{owner}{NearestOf(path)}.";
    }

    string? OfTypes(Question question)
    {
        var read = question.Read;
        // Of arrays and objects other rules hold.
        if ((question.Found & ~Plain) is not (ValueKinds.None or ValueKinds.Array) || (question.Found & Plain) == ValueKinds.None)
            return null;
        var what = $"{read.Stage}: {Name(read, question.Paths[0])} is {(question.Found & Plain).ToWords()} in all alerts of {alerts}, and is compared with {read.ComparedWith.ToWords()}";
        if (read.IsExpression)
            return $"{what}: between types the answer is always the same.";
        return read.IsNegated ? $"{what}: they are never equal." : $"{what}: that never matches.";
    }

    bool? Has(string path) => view.Known?.Has(path);

    bool IsAlwaysThere(string path) => view.Series.Contains(path) || FilterView.ObjectFields.Contains(path) || path == FilterView.History
        || (view.Partner is { } partner && partner.Series.Any(series => path == $"{partner.Survey.ToUpperName()}.{series}"));

    string NearestOf(string path) => NearestField.Of(path, names) is { } nearest ? $"; the nearest is {nearest}" : "";

    static string Name(FieldRead read, string path)
    {
        var written = string.Join('.', read.Path.Split('.').Where(name => !name.All(char.IsAsciiDigit)));
        return written == path ? path : $"{path} ({read.Path})";
    }

    static string Listed(IReadOnlyList<string> names) => names.Count > 0 ? string.Join(", ", names.Take(10)) : "no fields";
}
