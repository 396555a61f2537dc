using Boom.Core.Surveys;

namespace Boom.Inference.Inputs;

/// <summary>Numbers of the alert document by their paths, and those that the survey derives. One that is not there, or is NaN, is told with its name.</summary>
sealed class ColumnTensor : InputTensor
{
    const string DerivedPrefix = "derived.";

    readonly ModelInput _input;
    readonly ColumnNode _stored;
    readonly (int Derived, int Column)[] _derived;
    readonly ISurveyFeatures? _features;
    readonly float[] _featureValues;

    /// <exception cref="ModelException">A column is one that the survey does not derive.</exception>
    public ColumnTensor(ModelInput input, ISurveyFeatures? features)
        : base(input)
    {
        (_input, _features) = (input, features);
        _featureValues = new float[features?.Names.Count ?? 0];
        var columns = input.Columns.Select((name, column) => (name, column)).ToLookup(column => column.name.StartsWith(DerivedPrefix, StringComparison.Ordinal));
        _stored = ColumnNode.Of(columns[false]);
        _derived = [.. columns[true].Select(column => (IndexOf(column.name, features), column.column))];
    }

    protected override string? Fill(in AlertInputs alert, Span<float> values)
    {
        values.Fill(float.NaN);
        _stored.Read(alert.Alert.Document.Span, values);
        if (!alert.Set.IsEmpty)
            _stored.Read(alert.Set.Span, values);
        if (_derived.Length > 0)
        {
            _features!.Compute(alert.Alert, alert.ObjectDocument.Span, _featureValues);
            foreach (var (derived, column) in _derived)
                values[column] = _featureValues[derived];
        }

        var missing = values.IndexOf(float.NaN);
        return missing < 0 ? null : $"input {_input.Columns[missing]} is missing";
    }

    static int IndexOf(string name, ISurveyFeatures? features)
    {
        for (var i = 0; i < (features?.Names.Count ?? 0); i++)
        {
            if (name.AsSpan(DerivedPrefix.Length).SequenceEqual(features!.Names[i]))
                return i;
        }

        var known = features is null ? "none" : string.Join(", ", features.Names.Select(other => DerivedPrefix + other));
        throw new ModelException($"the column {name} is none that the survey derives; it has {known}.");
    }
}
