using Boom.Core.Surveys;
using Boom.Inference.Inputs;

namespace Boom.Inference;

/// <summary>
/// Makes what a network would be given for an alert, without the network: training sets made by it are made as the alerts will be that are scored.
/// For one thread.
/// </summary>
public sealed class InputRecorder : IDisposable
{
    readonly List<InputTensor> _tensors = [];

    /// <param name="manifest">Says what the inputs are.</param>
    /// <param name="features">What the survey derives; this recorder's own.</param>
    /// <exception cref="ModelException">The manifest asks for what the survey does not have.</exception>
    public InputRecorder(ModelManifest manifest, ISurveyFeatures? features)
    {
        Names = [.. manifest.Inputs.Keys];
        NeedsCutouts = manifest.Inputs.Values.Any(input => !input.Stamps.IsDefaultOrEmpty);
        foreach (var input in manifest.Inputs.Values)
            _tensors.Add(InputTensor.Create(input, features));
    }

    /// <summary>Names of the input tensors, in the order of the indexes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether cutouts are looked at.</summary>
    public bool NeedsCutouts { get; }

    /// <summary>Makes the inputs of an alert. Answers why there are none; null when there are.</summary>
    public string? Fill(in AlertInputs alert)
    {
        foreach (var tensor in _tensors)
        {
            tensor.Begin();
            if (tensor.Fill(alert) is { } problem)
                return problem;
        }

        return null;
    }

    /// <summary>The numbers of an input of the alert that was filled last.</summary>
    public ReadOnlySpan<float> Values(int input) => _tensors[input].Values;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
    }
}
