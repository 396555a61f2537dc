using System.Collections.Immutable;

namespace Boom.Inference.Providers;

/// <summary>Where the networks of a program run.</summary>
/// <param name="Provider">What is asked for.</param>
/// <param name="Devices">Numbers of the GPUs; each has one owner.</param>
/// <param name="BatchSize">Alerts of a full batch on a GPU.</param>
public sealed record ProviderChoice(ModelProvider Provider, ImmutableArray<int> Devices, int BatchSize)
{
    /// <summary>On the processors.</summary>
    public static ProviderChoice Cpu { get; } = new(ModelProvider.Cpu, [], 1);

    /// <summary>Where networks run with this choice in this build: <c>cpu</c> or <c>cuda</c>. Whether the machine has a GPU turns out when one is opened.</summary>
    public string NameHere => Provider == ModelProvider.Cuda || (Provider == ModelProvider.Auto && CudaRunner.IsBuiltIn) ? "cuda" : "cpu";

    /// <summary>Opens the devices; none when networks run on the processors.</summary>
    /// <param name="networks">Networks.</param>
    /// <param name="time">Clock of the batches.</param>
    /// <exception cref="ModelException">A GPU is asked for, and this build or this machine has none.</exception>
    public IReadOnlyList<DeviceQueue> Open(IReadOnlyList<Network> networks, TimeProvider time) =>
        Open(networks, () => CudaRunner.IsBuiltIn, device => new CudaRunner(networks, device), time);

    internal IReadOnlyList<DeviceQueue> Open(IReadOnlyList<Network> networks, Func<bool> isBuiltIn, Func<int, IBatchRunner> open, TimeProvider time)
    {
        if (Provider == ModelProvider.Cpu || networks.Count == 0)
            return [];
        if (!isBuiltIn())
        {
            return Provider == ModelProvider.Auto
                ? []
                : throw new ModelException("Models:Provider is cuda, and this build of Boom has no CUDA: build it with -p:Gpu=true, or set Models:Provider to cpu or auto.");
        }

        var devices = new List<DeviceQueue>();
        try
        {
            if (networks.FirstOrDefault(network => !network.TakesBatches) is { } single)
                throw new ModelException($"network {single.Manifest.Key} takes one alert at a time: export it with a free first axis.");
            foreach (var device in Devices)
                devices.Add(new DeviceQueue(open(device), networks.Count, BatchSize, time));
        }
        catch (ModelException fault)
        {
            devices.ForEach(device => device.Dispose());
            if (Provider == ModelProvider.Auto)
                return [];
            throw new ModelException($"Models:Provider is cuda: {fault.Message} Mend that, name another GPU in Models:Devices, or set Models:Provider to cpu or auto.", fault);
        }

        return devices;
    }
}
