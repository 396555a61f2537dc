using Boom.Core.Bson;
using Boom.Core.Filters.Checks;

namespace Boom.Core.Filters;

/// <summary>
/// Finds the fields that a filter asks for and no alert has, and comparisons of types that never meet: what is mistyped is no error of the language, it only never
/// holds. It is told the alerts of a trial, beside their evaluation, and looks in each only for what it has not found yet. One thread at a time.
/// </summary>
public sealed class FieldCheck
{
    /// <summary>Alerts whose fields are candidates for the nearest.</summary>
    const int Samples = 50;

    readonly FilterView _view;
    readonly IReadOnlyList<FilterView> _others;
    readonly List<Question> _questions = [];
    readonly Question? _annotations;
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly List<FilterInput> _samples = [];
    List<Question> _open = [];
    long _looked;

    /// <param name="pipeline">A pipeline that compiles; JSON text.</param>
    /// <param name="view">What filters see of the survey's alerts.</param>
    /// <param name="others">The same of other surveys, to tell whose a field is.</param>
    /// <exception cref="FilterException">It is no pipeline.</exception>
    public FieldCheck(string pipeline, FilterView view, IEnumerable<FilterView> others)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(others);
        (_view, _others) = (view, [.. others.Where(other => other.Survey != view.Survey)]);
        var fields = StageFields.Of(pipeline, view);
        _names.UnionWith(fields.Made);
        _names.UnionWith(view.Known?.Paths ?? []);
        foreach (var read in fields.Reads)
        {
            _questions.Add(new Question(read));
            if (read is { MayBeAbsent: true, Shape: InputFields { Paths: [var path] } } && CatalogOf(path) is { } catalog)
                _questions.Add(new Question(new FieldRead(read.Stage, catalog, new InputFields([catalog])) { IsCatalog = true }));
        }

        _annotations = fields.Annotations is { } made ? new Question(made) : null;
        _open = [.. _questions.Append(_annotations).OfType<Question>().Where(question => question.Paths.Count > 0)];
    }

    /// <summary>Looks at an alert that the filter may see. One that cannot be read is passed over.</summary>
    public void Look(in FilterInput input)
    {
        _looked++;
        if (_samples.Count < Samples && _open.Count > 0)
            _samples.Add(input);
        try
        {
            foreach (var question in _open)
                question.Look(input, _view);
        }
        catch (BsonFormatException)
        {
            // The evaluation tells it.
        }

        if (_open.Exists(question => question.IsSettled))
            _open = [.. _open.Where(question => !question.IsSettled)];
        if (_open.Count == 0)
            _samples.Clear();
    }

    /// <summary>What its author should know, sentences; each path is told of once.</summary>
    /// <param name="alerts">What the alerts that were looked at are called, such as <c>the night 2026-01-01</c>; null where they say nothing of others.</param>
    public IReadOnlyList<string> Tell(string? alerts)
    {
        foreach (var sample in _samples)
        {
            try
            {
                FieldValues.AddPaths(sample, _view, _names);
            }
            catch (BsonFormatException)
            {
                // Its names are those of others.
            }
        }

        var text = new FieldSentences(_view, _others, _names, _looked > 0 ? alerts : null);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var sentences = new List<string>();
        foreach (var question in _questions)
        {
            if (text.Of(question) is { } sentence && told.Add(question.Read.Path))
                sentences.Add(sentence);
        }

        if (_annotations is not null && text.OfAnnotations(_annotations) is { } dropped)
            sentences.Add(dropped);
        return sentences;
    }

    /// <summary>The path of the catalogue that a path leads into; null for any other path. Which catalogues there are depends on no alert.</summary>
    static string? CatalogOf(string path)
        => path.Split('.') is [FieldSentences.Catalogs, var catalog, ..] ? $"{FieldSentences.Catalogs}.{catalog}" : null;
}
