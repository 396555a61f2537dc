using Boom.Core.Surveys;
using Boom.Inference.Inputs;
using Boom.Inference.Providers;
using Microsoft.ML.OnnxRuntime;

namespace Boom.Inference;

/// <summary>
/// Runs networks on one alert after the other, one at a time. Its memory is bound to the networks once; a run allocates nothing of its own.
/// </summary>
public sealed class NetworkSlot : IDisposable
{
    readonly Dictionary<ModelInput, InputTensor> _tensors = [];
    readonly Bound[] _networks;
    readonly RunOptions _options = new();
    readonly DeviceQueue? _device;
    AlertInputs _alert;

    /// <param name="networks">In the order of their indexes here.</param>
    /// <param name="features">What the survey derives; this slot's own.</param>
    /// <param name="device">Where the networks run; null for the thread that asks.</param>
    /// <exception cref="ModelException">A network wants what the survey does not have.</exception>
    public NetworkSlot(IReadOnlyList<Network> networks, ISurveyFeatures? features, DeviceQueue? device = null)
    {
        _device = device;
        try
        {
            _networks = [.. networks.Select(network => new Bound(network, [.. network.Manifest.Inputs.Values.Select(input => Tensor(network, input, features))]))];
        }
        catch
        {
            Dispose(_tensors.Values);
            throw;
        }
    }

    /// <summary>Begins an alert.</summary>
    public void Begin(in AlertInputs alert)
    {
        _alert = alert;
        foreach (var tensor in _tensors.Values)
            tensor.Begin();
    }

    /// <summary>Runs a network on the alert: at once on this thread, or together with other alerts where there is a device.</summary>
    /// <param name="network">Index of the network.</param>
    /// <returns>The score, or why there is none, e.g. <c>no cutouts</c>.</returns>
    public ValueTask<NetworkOutcome> RunAsync(int network)
    {
        var bound = _networks[network];
        if (Fill(network) is { } problem)
            return new(Without(problem));
        return _device is null ? new(RunHere(bound)) : RunThereAsync(_device, network, bound);
    }

    /// <summary>Makes the inputs of a network; why there are none, or null.</summary>
    internal string? Fill(int network)
    {
        foreach (var tensor in _networks[network].Tensors)
        {
            if (tensor.Fill(_alert) is { } problem)
                return problem;
        }

        return null;
    }

    NetworkOutcome RunHere(Bound bound)
    {
        try
        {
            bound.Run(_options);
            return Outcome(bound.Score);
        }
        catch (OnnxRuntimeException fault)
        {
            return Without($"network: {fault.Message}");
        }
    }

    static async ValueTask<NetworkOutcome> RunThereAsync(DeviceQueue device, int network, Bound bound)
    {
        try
        {
            return Outcome(await device.RunAsync(network, bound.Inputs));
        }
        catch (ModelException fault)
        {
            return Without($"network: {fault.Message}");
        }
    }

    static NetworkOutcome Outcome(float score) => float.IsFinite(score) ? new NetworkOutcome(score, null) : Without("the score is no number");

    static NetworkOutcome Without(string reason) => new(float.NaN, reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bound in _networks)
            bound.Dispose();
        Dispose(_tensors.Values);
        _options.Dispose();
    }

    InputTensor Tensor(Network network, ModelInput input, ISurveyFeatures? features)
    {
        if (_tensors.TryGetValue(input, out var known))
            return known;
        try
        {
            return _tensors[input] = InputTensor.Create(input, features);
        }
        catch (ModelException fault)
        {
            throw new ModelException($"network {network.Manifest.Key}: {fault.Message}", fault);
        }
    }

    static void Dispose(IEnumerable<InputTensor> tensors)
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
    }

    sealed class Bound : IDisposable
    {
        readonly InferenceSession _session;
        readonly string[] _inputs;
        readonly OrtValue[] _values;
        readonly string[] _outputs;
        readonly OrtValue[] _results;
        readonly float[] _score = GC.AllocateArray<float>(1, pinned: true);

        public Bound(Network network, InputTensor[] tensors)
        {
            Tensors = tensors;
            Inputs = Array.ConvertAll(tensors, tensor => tensor.Memory);
            _session = network.Session;
            _inputs = [.. network.Manifest.Inputs.Keys];
            _values = Array.ConvertAll(tensors, tensor => tensor.Tensor);
            _outputs = [network.Manifest.Output];
            _results = [OrtValue.CreateTensorValueFromMemory(_score, _session.OutputMetadata[_outputs[0]].Dimensions.Length == 2 ? [1, 1] : [1])];
        }

        public InputTensor[] Tensors { get; }

        public ReadOnlyMemory<float>[] Inputs { get; }

        public float Score => _score[0];

        public void Run(RunOptions options) => _session.Run(options, _inputs, _values, _outputs, _results);

        public void Dispose() => _results[0].Dispose();
    }
}
