using System.Globalization;
using Tributary.Tensors;

namespace Tributary.Simulation.Tests;

/// <summary>A small table of people in a file, and jobs that make a generator of it.</summary>
internal static class TableJobs
{
    /// <summary>Writes the table.</summary>
    public static void Write(string path, int rows)
    {
        var random = new RandomStream(42);
        using var text = new StreamWriter(path);
        text.WriteLine("age,city,work,gain,rich");
        string[] cities = ["Ulm", "Bonn", "Kiel"], works = ["bakes", "writes", "heals", ""];
        for (int i = 0; i < rows; i++)
        {
            int city = random.NextInt(3), work = random.NextDouble() < 0.6 ? city : random.NextInt(4), age = 20 + random.NextInt(50);
            double gain = random.NextDouble() < 0.8 ? 0 : Math.Round(100 * (1 + work) * random.NextDouble() + age, 2);
            bool rich = age / 70.0 + (gain > 0 ? 0.5 : 0) + 0.3 * random.NextNormal() > 1;
            text.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{age},{cities[city]},{works[work]},{gain},{(rich ? "yes" : "no")}"));
        }
    }

    /// <summary>A job on it.</summary>
    public static string Job(string path, string model, int banks, string stages = "[]") => $$"""
        {
          "name": "people",
          "data": { "use": "csv", "path": "{{path}}", "label": "rich", "bounds": {
            "age": { "minimum": 18, "maximum": 99 }, "gain": { "minimum": 0, "maximum": 1000 } } },
          "partition": { "use": "iid", "clients": {{banks}} }, "holdout": 0.2,
          "model": {{model}},
          "stages": {{stages}},
          "rounds": 1
        }
        """;
}
