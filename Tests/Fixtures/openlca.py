# SPDX-License-Identifier: Apache-2.0
"""Writes openlca.zip, an invented product system, with olca-schema 2.4.0 (PyPI).

The package has what an import must understand: a product system with links, a loop of two
processes, allocation of all three kinds, an avoided product, a waste that is treated, a constant
parameter, units that are converted, an impact category, and elementary flows that it leaves out.
With an argument `check` the total is computed by bw2calc from the same numbers, allocated by hand.
"""

import sys
import uuid

import olca_schema as o


def identified(entity, name):
    entity.id = str(uuid.uuid5(uuid.NAMESPACE_URL, "example:" + name))
    entity.name = name
    entity.version = "01.00.000"
    entity.last_change = None
    return entity


def group(name, reference, **units):
    made = identified(o.UnitGroup(), name)
    made.units = []
    for unit, factor in {reference: 1.0, **units}.items():
        made.units.append(
            o.Unit(
                id=str(uuid.uuid5(uuid.NAMESPACE_URL, "unit:" + unit)),
                name=unit, conversion_factor=factor, is_ref_unit=unit == reference))
    return made


def prop(name, units):
    made = identified(o.FlowProperty(), name)
    made.flow_property_type = o.FlowPropertyType.PHYSICAL_QUANTITY
    made.unit_group = units.to_ref()
    return made


mass_units = group("Units of mass", "kg", t=1000.0, g=0.001)
energy_units = group("Units of energy", "MJ", kWh=3.6)
item_units = group("Units of items", "Item(s)")
mass = prop("Mass", mass_units)
energy = prop("Energy", energy_units)
items = prop("Number of items", item_units)
units = {u.name: u for g in (mass_units, energy_units, item_units) for u in g.units}
properties = {"kg": mass, "t": mass, "g": mass, "MJ": energy, "kWh": energy, "Item(s)": items}
flows = []


def flow(name, kind, *factors, cas=None):
    made = identified(o.Flow(), name)
    made.flow_type = kind
    made.cas = cas
    made.flow_properties = [
        o.FlowPropertyFactor(
            flow_property=p.to_ref(), conversion_factor=factor, is_ref_flow_property=index == 0)
        for index, (p, factor) in enumerate(factors)
    ]
    flows.append(made)
    return made


product, waste, elementary = (
    o.FlowType.PRODUCT_FLOW, o.FlowType.WASTE_FLOW, o.FlowType.ELEMENTARY_FLOW)
electricity = flow("electricity (example)", product, (energy, 1.0))
heat = flow("heat (example)", product, (energy, 1.0))
coal = flow("coal (example)", product, (mass, 1.0))
ash = flow("ash (example)", waste, (mass, 1.0))
steel = flow("steel (example)", product, (mass, 1.0))
slag = flow("slag (example)", product, (mass, 1.0))
petrol = flow("petrol (example)", product, (mass, 1.0))
gas = flow("refinery gas (example)", product, (mass, 1.0), (energy, 48.0))
part = flow("part (example)", product, (items, 1.0), (mass, 2.5))
co2 = flow("Carbon dioxide, fossil", elementary, (mass, 1.0), cas="000124-38-9")
ch4 = flow("Methane, fossil", elementary, (mass, 1.0), cas="000074-82-8")
n2o = flow("Dinitrogen monoxide", elementary, (mass, 1.0), cas="010024-97-2")
so2 = flow("Sulfur dioxide", elementary, (mass, 1.0), cas="007446-09-5")
uptake = flow("Carbon dioxide, in air", elementary, (mass, 1.0), cas="000124-38-9")
processes = {}


def exchange(process, item, amount, unit, is_input, **more):
    process.last_internal_id = (process.last_internal_id or 0) + 1
    made = o.Exchange(
        internal_id=process.last_internal_id, flow=item.to_ref(), amount=amount,
        unit=units[unit].to_ref(), flow_property=properties[unit].to_ref(), is_input=is_input,
        is_quantitative_reference=False, is_avoided_product=False)
    for key, value in more.items():
        setattr(made, key, value)
    process.exchanges.append(made)
    return made


def process(name, item, amount, unit, is_input=False):
    made = identified(o.Process(), name)
    made.process_type = o.ProcessType.UNIT_PROCESS
    made.exchanges = []
    made.default_allocation_method = o.AllocationType.NO_ALLOCATION
    exchange(made, item, amount, unit, is_input, is_quantitative_reference=True)
    processes[name] = made
    return made


def share(made, kind, item, value, of=None):
    made.allocation_factors = made.allocation_factors or []
    factor = o.AllocationFactor(allocation_type=kind, product=item.to_ref(), value=value)
    if of is not None:
        factor.exchange = o.ExchangeRef(internal_id=of.internal_id)
    made.allocation_factors.append(factor)


physical, economic, causal = (
    o.AllocationType.PHYSICAL_ALLOCATION, o.AllocationType.ECONOMIC_ALLOCATION,
    o.AllocationType.CAUSAL_ALLOCATION)

plant = process("power and heat plant (example)", electricity, 1.0, "kWh")
exchange(plant, heat, 2.0, "MJ", False)
plant_coal = exchange(plant, coal, 0.4, "kg", True)
exchange(plant, co2, 0.9, "kg", False)
exchange(plant, ch4, 2.0, "g", False)
exchange(plant, so2, 0.001, "kg", False)
plant_ash = exchange(plant, ash, 0.05, "kg", False)
plant.default_allocation_method = physical
share(plant, physical, electricity, 0.7)
share(plant, physical, heat, 0.3)

mine = process("coal mine (example)", coal, 1.0, "t")
mine_power = exchange(mine, electricity, 20.0, "kWh", True)
exchange(mine, ch4, 5.0, "kg", False)

landfill = process("treatment of ash (example)", ash, 1.0, "kg", is_input=True)
exchange(landfill, co2, 0.03, "kg", False)

mill = process("steel mill (example)", steel, 1.0, "kg")
exchange(mill, slag, 0.3, "kg", False)
mill_power = exchange(mill, electricity, 3.0, "kWh", True)
mill_power.uncertainty = o.Uncertainty(
    distribution_type=o.UncertaintyType.LOG_NORMAL_DISTRIBUTION, geom_mean=3.0, geom_sd=1.1)
exchange(mill, co2, 1.2, "kg", False)
mill.default_allocation_method = economic
share(mill, economic, steel, 0.95)
share(mill, economic, slag, 0.05)

refinery = process("refinery (example)", petrol, 1.0, "kg")
exchange(refinery, gas, 0.5, "kg", False)
refinery_co2 = exchange(refinery, co2, 0.8, "kg", False)
refinery_power = exchange(refinery, electricity, 0.1, "kWh", True)
refinery.default_allocation_method = causal
share(refinery, causal, petrol, 0.75, refinery_co2)
share(refinery, causal, gas, 0.25, refinery_co2)
share(refinery, causal, petrol, 0.6, refinery_power)
share(refinery, causal, gas, 0.4, refinery_power)

shop = process("part production (example)", part, 1.0, "Item(s)")
shop.parameters = [
    o.Parameter(name="steel_mass", value=2.6, is_input_parameter=True,
                parameter_scope=o.ParameterScope.PROCESS_SCOPE)]
shop_steel = exchange(shop, steel, 2.6, "kg", True, amount_formula="steel_mass")
shop_heat = exchange(shop, heat, 5.0, "MJ", True)
shop_gas = exchange(shop, gas, 9.6, "MJ", True)
shop_scrap = exchange(shop, steel, 100.0, "g", True, is_avoided_product=True)
exchange(shop, n2o, 0.001, "kg", False)
exchange(shop, uptake, 0.4, "kg", True)

system = identified(o.ProductSystem(), "part (example system)")
system.ref_process = shop.to_ref()
system.ref_exchange = o.ExchangeRef(internal_id=shop.exchanges[0].internal_id)
system.target_amount = 2.0
system.target_unit = units["Item(s)"].to_ref()
system.target_flow_property = items.to_ref()
system.processes = [p.to_ref() for p in processes.values()]
system.process_links = [
    o.ProcessLink(
        exchange=o.ExchangeRef(internal_id=used.internal_id), flow=used.flow,
        process=user.to_ref(), provider=provider.to_ref())
    for user, used, provider in [
        (plant, plant_coal, mine), (plant, plant_ash, landfill), (mine, mine_power, plant),
        (mill, mill_power, plant), (refinery, refinery_power, plant), (shop, shop_steel, mill),
        (shop, shop_heat, plant), (shop, shop_gas, refinery), (shop, shop_scrap, mill)]
]

category = identified(o.ImpactCategory(), "Climate change, 100 years (example)")
category.ref_unit = "kg CO2 eq"
category.impact_factors = [
    o.ImpactFactor(flow=item.to_ref(), value=value, unit=units[unit].to_ref(),
                   flow_property=mass.to_ref())
    for item, value, unit in [
        (co2, 1.0, "kg"), (ch4, 0.0298, "g"), (n2o, 273.0, "kg"), (uptake, -1.0, "kg")]
]


def write():
    import os
    if os.path.exists("openlca.zip"):
        os.remove("openlca.zip")
    import olca_schema.zipio as zipio
    with zipio.ZipWriter("openlca.zip") as out:
        for entity in [mass_units, energy_units, item_units, mass, energy, items, *flows,
                       *processes.values(), system, category]:
            out.write(entity)


def check():
    import bw2calc
    import bw_processing as bwp
    import numpy as np

    # Activities with one product each, shares applied by hand; amounts in MJ, kg and items.
    names = ["electricity", "heat", "coal", "ash", "steel", "petrol", "gas", "part"]
    e, h, c, a, s, p, g, t = range(8)
    made = {e: 3.6, h: 2.0, c: 1000.0, a: 1.0, s: 1.0, p: 1.0, g: 0.5, t: 1.0}
    used = {
        e: {c: 0.7 * 0.4, a: 0.7 * 0.05}, h: {c: 0.3 * 0.4, a: 0.3 * 0.05},
        c: {e: 20 * 3.6}, s: {e: 0.95 * 3 * 3.6}, p: {e: 0.6 * 0.1 * 3.6},
        g: {e: 0.4 * 0.1 * 3.6}, t: {s: 2.6 - 0.1, h: 5.0, g: 9.6 / 48},
    }
    plant_direct = 0.9 + 0.002 * 29.8
    direct = {e: 0.7 * plant_direct, h: 0.3 * plant_direct, c: 5 * 29.8, a: 0.03, s: 0.95 * 1.2,
              p: 0.75 * 0.8, g: 0.25 * 0.8, t: 0.001 * 273 - 0.4}
    rows = [(i, i, made[i], False) for i in made]
    rows += [(row, column, amount, True) for column in used for row, amount in used[column].items()]
    data = bwp.create_datapackage()

    def add(matrix, indices, values, flips=None):
        data.add_persistent_vector(
            matrix=matrix, data_array=np.array(values, dtype=float),
            indices_array=np.array(indices, dtype=bwp.INDICES_DTYPE),
            flip_array=None if flips is None else np.array(flips, dtype=bool))

    add("technosphere_matrix", [(r[0], r[1]) for r in rows], [r[2] for r in rows],
        [r[3] for r in rows])
    add("biosphere_matrix", [(100, i) for i in direct], [direct[i] for i in direct])
    data.add_persistent_vector(
        matrix="characterization_matrix", data_array=np.array([1.0]),
        indices_array=np.array([(100, 0)], dtype=bwp.INDICES_DTYPE))
    lca = bw2calc.LCA(demand={t: 2.0}, data_objs=[data])
    lca.lci()
    lca.lcia()
    print(f"{len(names)} activities, total {lca.score:.15g} kg CO2e")


if sys.argv[1:] == ["check"]:
    check()
else:
    write()
