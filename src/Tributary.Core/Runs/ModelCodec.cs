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

    public static ParameterSet Read(ReadOnlyMemory<byte> body, ParameterLayout layout) => SafetensorsReader.Read(body).ToParameters(layout);

    public static byte[] Write(OptimizerState optimizer)
    {
        using var body = new MemoryStream();
        SafetensorsWriter.Write(
            body,
            [.. Enumerable.Range(0, optimizer.Slots)
                .Select(i => SafetensorsEntry.Of<float>(Slot(i), optimizer.Slot(i), optimizer.Slot(i).Length))],
            new Dictionary<string, string> { [Steps] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) });
        return body.ToArray();
    }

    /// <summary>Restores what was written from a state of the same optimizer.</summary>
    public static void Read(ReadOnlyMemory<byte> body, OptimizerState optimizer)
    {
        SafetensorsFile file = SafetensorsReader.Read(body);
        optimizer.Steps = long.Parse(file.Metadata[Steps], CultureInfo.InvariantCulture);
        for (int i = 0; i < optimizer.Slots; i++) file[Slot(i)].Values<float>().CopyTo(optimizer.Slot(i));
    }

    private static string Slot(int index) => string.Create(CultureInfo.InvariantCulture, $"slot.{index}");
}
