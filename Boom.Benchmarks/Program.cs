using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Boom.Benchmarks.RealPackets).Assembly).Run(args);
