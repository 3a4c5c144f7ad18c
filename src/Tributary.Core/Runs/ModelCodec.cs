using System.Globalization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Models and optimizer states as safetensors bodies: what a run publishes.</summary>
internal static class ModelCodec
{
    private const string Steps = "steps";

    public static byte[] Write(ParameterSet model)
    {
        using var body = new MemoryStream();
        SafetensorsWriter.Write(body, model);
        return body.ToArray();
    }

    public static ParameterSet ReadModel(ReadOnlyMemory<byte> body, ParameterLayout layout) => SafetensorsReader.Read(body).ToParameters(layout);

    public static byte[] Write(OptimizerState optimizer)
    {
        using var body = new MemoryStream();
        SafetensorsWriter.Write(
            body,
            [.. Enumerable.Range(0, optimizer.Slots).Select(i => SafetensorsEntry.Of<float>(Slot(i), optimizer.Slot(i), optimizer.Slot(i).Length))],
            new Dictionary<string, string> { [Steps] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) });
        return body.ToArray();
    }

    public static OptimizerState ReadOptimizer(ReadOnlyMemory<byte> body)
    {
        SafetensorsFile file = SafetensorsReader.Read(body);
        return new OptimizerState(
            long.Parse(file.Metadata[Steps], CultureInfo.InvariantCulture),
            [.. Enumerable.Range(0, file.Entries.Count).Select(i => file[Slot(i)].Values<float>().ToArray())]);
    }

    private static string Slot(int index) => string.Create(CultureInfo.InvariantCulture, $"slot.{index}");
}
