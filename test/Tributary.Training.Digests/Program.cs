using System.Runtime.Intrinsics;
using Tributary.Tensors;
using Tributary.Training.Digests;

// Prints what vectors this process has, then what training and measuring small models came to, a line each. A process of its own, because
// a variable of the environment decides at its start which instructions it uses.
Console.WriteLine(
    $"accelerated: {Vector512.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {Vector128.IsHardwareAccelerated}, " +
    $"lanes: {Processor.Lanes}, fused: {Processor.FusesMultiplyAdd}; {Processor.Describe()}; missing: {Processor.Missing ?? "nothing"}");
foreach (Subject subject in Subject.All) Console.WriteLine($"{subject.Name}: {subject.Digest()}");
